/// Text from outside made fit for one line: of a log, of a terminal, of an error that Kapacitor shows.
public enum OneLine {
  /// The longest text that is sent to Kapacitor as an error: it is shown in a terminal, in one line.
  public static let maximumErrorCharacters = 1_000

  /// The text with control characters (newlines among them) escaped, cut to a length. Names that
  /// come from outside can therefore not forge a line of their own.
  public static func escaping(
    _ text: String, maximumCharacters: Int = maximumErrorCharacters
  ) -> String {
    var line = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == maximumCharacters { return line + "..." }
      count += 1
      switch scalar {
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      case "\t": line += "\\t"
      default:
        if scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
          || scalar.value == 0x2028 || scalar.value == 0x2029
        {
          line += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          line.unicodeScalars.append(scalar)
        }
      }
    }
    return line
  }

  /// A name from outside, in single quotes and short.
  public static func quoting(_ name: String) -> String {
    "'\(escaping(name, maximumCharacters: 120))'"
  }

  /// What an error says of itself, in one line.
  public static func describing(_ error: any Error) -> String {
    escaping(String(describing: error))
  }
}
