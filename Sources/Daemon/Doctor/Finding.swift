/// One thing that `udfd doctor` looked at.
public struct Finding: Sendable, Equatable {
  public enum Verdict: Sendable, Equatable {
    case good
    /// Works, or may work, but is not as it should be.
    case doubtful
    case bad
  }

  public let verdict: Verdict
  /// One line: what, and where.
  public let text: String
  /// What to do; nil where nothing is to be done.
  public let remedy: String?

  public static func good(_ text: String) -> Finding {
    Finding(verdict: .good, text: text, remedy: nil)
  }

  public static func doubtful(_ text: String, _ remedy: String) -> Finding {
    Finding(verdict: .doubtful, text: text, remedy: remedy)
  }

  public static func bad(_ text: String, _ remedy: String) -> Finding {
    Finding(verdict: .bad, text: text, remedy: remedy)
  }

  /// The finding and its remedy in one line, for a log.
  public var line: String { remedy.map { "\(text); \($0)" } ?? text }
}
