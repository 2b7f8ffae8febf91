/// A manual page in the macros of man(7).
///
/// Texts are plain; what stands between backticks is set in bold. Everything that roff would read as its own is escaped.
struct RoffPage {
  private(set) var text: String
  /// After a heading roff wants no paragraph macro.
  private var isAfterHeading = false

  /// - Parameters:
  ///   - date: as `2026-11-25`.
  ///   - volume: what the pages of the section are about, for the head of the page.
  init(title: String, section: Int, date: String, source: String, volume: String) {
    let names = [source, volume].map { "\"\(RoffPage.escaped($0))\"" }.joined(separator: " ")
    // Flags and keys are neither hyphenated nor stretched.
    text = ".TH \(title) \(section) \(date) \(names)\n.nh\n.ad l\n"
  }

  mutating func section(_ title: String) {
    text += ".SH \(RoffPage.escaped(title))\n"
    isAfterHeading = true
  }

  mutating func subsection(_ title: String) {
    text += ".SS \(RoffPage.marked(title))\n"
    isAfterHeading = true
  }

  mutating func paragraph(_ paragraph: String) {
    if !isAfterHeading { text += ".PP\n" }
    isAfterHeading = false
    text += RoffPage.filled(RoffPage.marked(paragraph))
  }

  /// A term with what it means below, set off to the right.
  /// - Parameter label: roff, as `marked` makes it.
  mutating func item(roff label: String, _ meaning: String) {
    isAfterHeading = false
    text += ".TP\n\(label)\n" + RoffPage.filled(RoffPage.marked(meaning))
  }

  mutating func item(_ label: String, _ meaning: String) {
    item(roff: "\\fB\(RoffPage.escaped(label))\\fR", meaning)
  }

  /// Lines as they are, set off to the right.
  mutating func literal(_ lines: String) {
    if !isAfterHeading { text += ".PP\n" }
    isAfterHeading = false
    text += ".RS 4\n.EX\n"
    for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
      text += RoffPage.guarded(RoffPage.escaped(String(line))) + "\n"
    }
    text += ".EE\n.RE\n"
  }

  /// Escapes a text; what stands between backticks becomes bold.
  static func marked(_ text: String) -> String {
    let pieces = text.split(separator: "`", omittingEmptySubsequences: false)
    guard pieces.count % 2 == 1 else { return escaped(text) }
    return pieces.enumerated().map { index, piece in
      index % 2 == 1 ? "\\fB\(escaped(String(piece)))\\fR" : escaped(String(piece))
    }.joined()
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "'": escaped += "\\(aq"
      case "`": escaped += "\\(ga"
      case "^": escaped += "\\(ha"
      case "~": escaped += "\\(ti"
      case "\"": escaped += "\\(dq"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// A line that began with a dot would be a macro.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") ? "\\&" + line : line
  }

  /// Breaks at words, so that no line of the source is long; roff joins them.
  private static func filled(_ text: String) -> String {
    let longest = 72
    var lines: [String] = []
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if let last = lines.last, last.count + 1 + word.count <= longest {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { guarded($0) + "\n" }.joined()
  }
}
