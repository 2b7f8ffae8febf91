/// What a handler throws when it has nothing better: one line for the log or for Kapacitor's user.
public struct HandlerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What, where, why, what to do.
  public let description: String

  public init(_ description: String) { self.description = description }
}
