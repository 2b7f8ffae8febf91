import UDFWire

/// Makes stream points of a batch's points, which carry no name and no dimensions of their own: the
/// name is the batch's, the dimensions are its tag keys in order, database and retention policy stay
/// empty.
///
/// A point's fields may come in any order and the last one counts, so that the original bytes with
/// the batch's appended are the point that is wanted.
struct BatchPointStreamer: ~Copyable {
  /// What a stream point has beyond the batch's, encoded once for each batch.
  private var suffix: [UInt8] = []
  private var batch: BeginBatch?
  private var frame: UnsafeMutableRawBufferPointer

  init() { frame = UnsafeMutableRawBufferPointer(start: nil, count: 0) }

  deinit { frame.deallocate() }

  /// - Returns: a view that is valid until the next call.
  mutating func view(of point: PointView, in batch: BeginBatch) -> PointView {
    if self.batch != batch {
      self.batch = batch
      suffix =
        Point(name: batch.name, dimensions: batch.tags.keys.sorted(), byName: batch.byName)
        .encoded()
    }
    let original = UnsafeRawBufferPointer(start: point.body, count: point.end - point.body)
    let bodyBytes = original.count + suffix.count
    let messageBytes = Self.pointTag.count + Varint.byteCount(bodyBytes) + bodyBytes
    let frameBytes = Varint.byteCount(messageBytes) + messageBytes
    if frame.count < frameBytes {
      frame.deallocate()
      frame = .allocate(byteCount: max(512, frameBytes * 2), alignment: 8)
    }
    let start = frame.baseAddress!
    var position = start
    Varint.write(messageBytes, &position)
    for byte in Self.pointTag {
      position.storeBytes(of: byte, as: UInt8.self)
      position += 1
    }
    Varint.write(bodyBytes, &position)
    let body = position
    if let bytes = original.baseAddress { body.copyMemory(from: bytes, byteCount: original.count) }
    position += original.count
    suffix.withUnsafeBytes { position.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    return PointView(frame: start, body: body, end: start + frameBytes)
  }

  /// Field 17, length-delimited.
  private static let pointTag: [UInt8] = [0x8a, 0x01]
}
