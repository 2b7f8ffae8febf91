/// A command line that cannot be understood. Exit status 2.
public struct UsageError: Error, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
