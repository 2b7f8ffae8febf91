extension JSONValue {
  /// The document on one line, keys in their order.
  public var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    // JSON has no word for what is not finite.
    case .number(let value): text += value.isFinite ? String(value) : "null"
    case .string(let value): text += QuotedText.of(value)
    case .numbers, .list:
      text += "["
      for (index, value) in elements.enumerated() {
        if index > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        text += QuotedText.of(member.name) + ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }
}
