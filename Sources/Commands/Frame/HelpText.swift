/// `--help` of a command and of udfd: one screen with an example.
enum HelpText {
  static func command(_ manual: CommandManual) -> String {
    var usage = "usage: udfd \(manual.name)"
    if !manual.flags.isEmpty { usage += " [flags]" }
    if !manual.operands.isEmpty { usage += " \(manual.operands)" }
    var text = "\(usage)\n\n\(capitalized(manual.summary)).\n"
    if !manual.flags.isEmpty {
      text += "\n" + columns(manual.flags.map { (label(of: $0), $0.summary) })
    }
    if !manual.notes.isEmpty { text += "\n\(manual.notes)\n" }
    text += "\nExample:\n" + indented(manual.example)
    return text
  }

  static func overview(of commands: [any Command.Type]) -> String {
    let shown = commands.map { $0.manual }.filter { !$0.isHidden }
    return """
      usage: udfd COMMAND [flags]

      Serves Kapacitor's user defined functions, with models loaded once and shared.

      \(columns(shown.map { ($0.name, $0.summary) }))
      'udfd COMMAND --help' tells more of each.

      Example:
        udfd check --config /etc/udfd/udfd.toml
        udfd serve --config /etc/udfd/udfd.toml

      """
  }

  private static func label(of flag: Flag) -> String {
    let short = flag.short.map { "-\($0), " } ?? ""
    return short + "--\(flag.name)" + (flag.value.map { " \($0)" } ?? "")
  }

  /// Two columns; a text too long for its line goes on under itself.
  private static func columns(_ rows: [(String, String)]) -> String {
    let width = min(26, rows.map(\.0.count).max() ?? 0)
    var text = ""
    for (label, summary) in rows {
      var line = "  " + label
      let lines = wrapped(summary, to: 80 - width - 4)
      if label.count > width {
        text += line + "\n"
        line = ""
      }
      for piece in lines {
        let padding = String(repeating: " ", count: max(0, width + 4 - line.count))
        text += line + padding + piece + "\n"
        line = ""
      }
    }
    return text
  }

  private static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if !last.isEmpty, last.count + 1 + word.count > width {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
      }
    }
    return lines
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "  \($0)\n" }.joined()
  }

  private static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
