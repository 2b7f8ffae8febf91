/// What usually stands behind what toml++ says, for who writes TOML twice a year.
enum TOMLHint {
  /// By parts of the message; the first of which all are found counts.
  private static let hints: [(parts: [String], hint: String)] = [
    (["could not determine value type"], "text stands in quotes: \"...\""),
    (["leading zeroes"], "write it in quotes: a mode is text, \"0660\""),
    (
      ["inline table", "saw '\\n'"],
      "what begins with { ends on its line: write [udf.NAME.set] and a line for each"
    ),
    (
      ["expected comma or closing"],
      "text that holds quotes stands between apostrophes: 'abs(\"x\")'"
    ),
    (
      ["expected a comment or whitespace"],
      "text that holds quotes stands between apostrophes: '\"x\" > 3.0'"
    ),
    (["expected '=', saw ':'"], "a key and its value are joined by ="),
  ]

  /// nil: the message says it all.
  static func of(_ message: String) -> String? {
    hints.first { $0.parts.allSatisfy(message.contains) }?.hint
  }
}
