/// An expression that cannot be used, and where: what `udfd check` shows before any data came.
public struct LambdaError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where in the expression, counted in characters from 1 (lines in expressions of several lines).
  public let line: Int
  public let column: Int
  public let message: String
  /// What would have been right there; empty where nothing can be named.
  public let expected: String

  public init(line: Int = 1, column: Int, message: String, expected: String = "") {
    self.line = line
    self.column = column
    self.message = message
    self.expected = expected
  }

  init(at place: SourcePlace, _ message: String, expected: String = "") {
    self.init(line: place.line, column: place.column, message: message, expected: expected)
  }

  public var description: String {
    let place = line > 1 ? "line \(line), column \(column)" : "column \(column)"
    return expected.isEmpty ? "\(place): \(message)" : "\(place): \(message); expected \(expected)"
  }
}
