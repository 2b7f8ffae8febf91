/// Why an expression has no value for a point.
public struct LambdaFailure: Error, Sendable, Equatable, CustomStringConvertible {
  public let message: String
  public let line: Int
  public let column: Int
  /// The field or tag that the point lacks, where that is the reason.
  public let missing: String?

  init(_ message: String, at place: SourcePlace, missing: String? = nil) {
    self.message = message
    line = Int(place.line)
    column = Int(place.column)
    self.missing = missing
  }

  public var isMissing: Bool { missing != nil }

  public var description: String {
    line > 1 ? "line \(line), column \(column): \(message)" : "column \(column): \(message)"
  }
}
