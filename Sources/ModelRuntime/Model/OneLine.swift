/// Text from outside (names in a file, paths) made fit for one line of a log.
enum OneLine {
  /// Control characters become `\u{..}` and what is longer than `limit` characters is cut.
  static func escape(_ text: String, limit: Int = 1_000) -> String {
    var line = ""
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < limit else { return line + "..." }
      count += 1
      if scalar.properties.generalCategory == .control || scalar == "\u{2028}"
        || scalar == "\u{2029}"
      {
        line += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// A name from a file, quoted and short.
  static func quote(_ name: String) -> String { "'\(escape(name, limit: 120))'" }
}
