/// Where a complete frame lies, as offsets into the bytes that were searched.
public struct FrameExtent: Sendable, Equatable {
  /// The length prefix.
  public let start: Int
  /// The message.
  public let bodyStart: Int
  /// Behind the message: where the next frame starts.
  public let end: Int

  @inlinable
  public init(start: Int, bodyStart: Int, end: Int) {
    self.start = start
    self.bodyStart = bodyStart
    self.end = end
  }

  public var bodyBytes: Int { end - bodyStart }
}
