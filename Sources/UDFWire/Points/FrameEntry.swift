/// Where one point's frame lies, as offsets from its burst's base.
///
/// Invariant: the frame has the usual shape (`PointFrame`): at `frame` its length, then the tag of
/// field 17, the point's length, at `body` the point, at `end` its end and the frame's.
public struct FrameEntry: Sendable, Equatable {
  public let frame: UInt32
  public let body: UInt32
  public let end: UInt32

  @inlinable
  public init(frame: UInt32, body: UInt32, end: UInt32) {
    self.frame = frame
    self.body = body
    self.end = end
  }
}
