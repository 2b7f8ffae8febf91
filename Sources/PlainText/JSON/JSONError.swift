/// Why a text is no JSON, or more of it than is read.
public struct JSONError: Error, Sendable, Equatable {
  public let cause: String
  /// How many bytes stand before the place.
  public let byte: Int
}

extension JSONError: CustomStringConvertible {
  public var description: String { "is no valid JSON: \(cause) (byte \(byte))" }
}
