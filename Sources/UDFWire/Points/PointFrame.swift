/// The usual shape of a point's frame: a Request or Response with the point as its only field, the
/// tag in its shortest form.
///
/// Since both directions number the point alike, such a frame is its own answer. Frames of any
/// other shape are rare enough to be rewritten into this one (`Envelope.appendCanonicalFrame`), so
/// that everything behind it need know only one.
public enum PointFrame {
  /// Field 17, length-delimited: the bytes 0x8a 0x01, as loaded on a little-endian machine.
  @inlinable static var tag: UInt16 { UInt16(littleEndian: 0x018a) }

  /// The largest head of a frame: its length, the tag, the point's length.
  public static let maximumHeadBytes = 5 + 2 + 5

  /// Where the point starts if the message `body..<end` has the usual shape; nil for all others,
  /// points or not.
  @inlinable @inline(__always)
  public static func point(
    in body: UnsafeRawPointer, _ end: UnsafeRawPointer
  ) -> UnsafeRawPointer? {
    guard end - body >= 3, body.loadUnaligned(as: UInt16.self) == tag else { return nil }
    var position = body + 2
    guard let length = Varint.read(&position, end), length == UInt64(end - position) else {
      return nil
    }
    return position
  }
}
