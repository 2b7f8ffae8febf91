import PlainText
import Settings
import UDFWire

/// Options of a UDF as they are given on a command line, `name=value`, with the types that the UDF's Info declares.
enum OptionText {
  /// The options in the order given. An option of several values takes them with commas between.
  static func parse(_ texts: [String], for info: InfoResponse) throws(UsageError) -> [Option] {
    var options: [Option] = []
    for text in texts { options.append(try parse(text, for: info)) }
    return options
  }

  private static func parse(_ text: String, for info: InfoResponse) throws(UsageError) -> Option {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw UsageError("--option \(text): expected name=value")
    }
    let name = String(parts[0])
    guard let declared = info.options[name] else {
      throw UsageError(
        "--option \(text): the UDF has no option \"\(name)\"; "
          + NearestName.suggestion(for: name, among: info.options.map(\.name)))
    }
    let types = declared.valueTypes
    let texts =
      types.count == 1
      ? [parts[1]] : parts[1].split(separator: ",", omittingEmptySubsequences: false)
    guard texts.count == types.count else {
      throw UsageError("--option \(text): \(name) takes \(types.count) values, with commas between")
    }
    var values: [OptionValue] = []
    for (type, text) in zip(types, texts) {
      guard let value = value(String(text), of: type) else {
        throw UsageError("--option \(name): \"\(text)\" is not \(words(for: type))")
      }
      values.append(value)
    }
    return Option(name: name, values: values)
  }

  private static func value(_ text: String, of type: ValueType) -> OptionValue? {
    switch type {
    case .bool:
      switch text.lowercased() {
      case "true": .bool(true)
      case "false": .bool(false)
      default: nil
      }
    case .int: Int64(text).map { .int($0) }
    case .double: Double(text).map { .double($0) }
    case .string: .string(text)
    case .duration: DurationText.nanoseconds(text).map { .duration(nanoseconds: $0) }
    }
  }

  private static func words(for type: ValueType) -> String {
    switch type {
    case .bool: "true or false"
    case .int: "a whole number"
    case .double: "a number"
    case .string: "a text"
    case .duration: "a duration such as 10s"
    }
  }
}
