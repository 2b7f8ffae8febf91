/// A point in its encoded form, where it lies in the connection's buffer. Valid during the
/// handler's call only: never keep one.
///
/// Passing it on or adding fields needs no decoding (`ResponseWriter`); `FieldReadings` finds many
/// values in one walk. The look-ups here walk the point each, from its start: for the odd one.
public struct PointView {
  // Unsafe because the bytes belong to the connection's buffer: a view is three words, and nothing
  // is copied. They are checked as they are walked; the pointers themselves come from frames that
  // were found complete.

  /// The frame: its length prefix.
  public let frame: UnsafeRawPointer
  /// The point's own message.
  public let body: UnsafeRawPointer
  /// Behind the point, and behind the frame: the usual shape (`PointFrame`) is an invariant.
  public let end: UnsafeRawPointer

  /// - Precondition: `frame` is a complete frame of the usual shape, with the point at
  ///   `body..<end`, all of it readable.
  @inlinable
  public init(frame: UnsafeRawPointer, body: UnsafeRawPointer, end: UnsafeRawPointer) {
    self.frame = frame
    self.body = body
    self.end = end
  }

  /// The view of one complete frame of the usual shape; nil when `bytes` is anything else.
  public init?(frame bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, let extent = try? Framing.next(in: bytes, at: 0),
      extent.end == bytes.count,
      let body = PointFrame.point(in: base + extent.bodyStart, base + extent.end)
    else { return nil }
    self.init(frame: base, body: body, end: base + extent.end)
  }

  /// The point's message.
  @inlinable public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: body, count: end - body)
  }

  /// The size of the whole frame.
  @inlinable public var frameBytes: Int { end - frame }

  /// An owned copy with everything in it.
  public func decoded() throws(WireFault) -> Point { try Point(decoding: bytes) }
}
