/// A data file that cannot be read or written as asked: where, what, and what to do, in one line.
public struct DataError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file's path, or what stands for one ("standard input").
  public let source: String
  /// From 1; nil where the file as a whole is meant.
  public let line: Int?
  /// The column: its name where it has one, else its number.
  public let column: String?
  public let cause: String
  public let remedy: String?

  public init(
    source: String, line: Int? = nil, column: String? = nil, cause: String, remedy: String? = nil
  ) {
    self.source = source
    self.line = line
    self.column = column
    self.cause = cause
    self.remedy = remedy
  }

  public var description: String {
    var text = source
    if let line { text += ", line \(line)" }
    if let column { text += ", column \(column)" }
    text += ": \(cause)"
    if let remedy { text += "; \(remedy)" }
    return text
  }
}
