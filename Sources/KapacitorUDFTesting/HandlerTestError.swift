/// What a handler did that its test cannot go on after, or that Kapacitor would not survive.
public struct HandlerTestError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
