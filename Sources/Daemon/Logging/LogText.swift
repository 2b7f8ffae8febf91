/// What comes from outside, made fit for one line of a log.
enum LogText {
  static let maximumCharacters = 200

  static func escaped(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars.prefix(maximumCharacters) {
      let isPlain =
        scalar.value >= 0x20 && scalar.value != 0x7f && !(0x80...0x9f).contains(scalar.value)
        && scalar.value != 0x2028 && scalar.value != 0x2029
      line += isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
    return line
  }
}
