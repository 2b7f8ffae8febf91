/// Why saved state cannot be taken up again.
public struct LambdaStateError: Error, Sendable, CustomStringConvertible {
  public let reason: String

  public init(reason: String) {
    self.reason = reason
  }

  public var description: String { "the saved state does not fit: \(reason)" }
}
