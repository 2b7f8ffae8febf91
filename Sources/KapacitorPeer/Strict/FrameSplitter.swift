/// Cuts what a UDF sends into frames, however it was split on its way.
///
/// Memory is bounded by the largest frame allowed plus one read.
struct FrameSplitter {
  /// A frame beyond this is an error on either side: 64 MiB hold the snapshot of a large state, and no point comes near.
  static let maximumFrameBytes = 64 << 20

  private var buffer: [UInt8] = []
  /// Invariant: `start <= buffer.count`; what lies before it was handed out.
  private var start = 0
  /// Frames handed out so far.
  private(set) var frames: UInt64 = 0
  /// Where the next frame begins in the whole stream.
  private(set) var offset: UInt64 = 0

  /// Bytes of a frame that is not complete yet.
  var pendingBytes: Int { buffer.count - start }

  /// Hands every complete frame's message, those of earlier pieces first, to `body`.
  mutating func split(
    _ piece: UnsafeRawBufferPointer,
    _ body: (UnsafeRawBufferPointer) throws(PeerFault) -> Void
  ) throws(PeerFault) {
    if start == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      start = 0
      let used = try consume(piece, body)
      buffer.append(contentsOf: piece[used...])
    } else {
      buffer.append(contentsOf: piece)
      let held = buffer
      let from = start
      let outcome: Result<Int, PeerFault> = held.withUnsafeBytes { bytes in
        Result { () throws(PeerFault) in
          try consume(UnsafeRawBufferPointer(rebasing: bytes[from...]), body)
        }
      }
      start = from + (try outcome.get())
      if start > 1 << 16 || start == buffer.count {
        buffer.removeSubrange(..<start)
        start = 0
      }
    }
  }

  /// What is missing of the frame that the stream ended in: nil where its length is not known, 0 where it ended well.
  func missingAtEnd() -> Int? {
    guard pendingBytes > 0 else { return 0 }
    return buffer[start...].withUnsafeBytes { bytes in
      var cursor = WireCursor(bytes)
      guard let length = try? cursor.varint() else { return nil }
      return Int(clamping: length) - cursor.remaining
    }
  }

  private mutating func consume(
    _ bytes: UnsafeRawBufferPointer,
    _ body: (UnsafeRawBufferPointer) throws(PeerFault) -> Void
  ) throws(PeerFault) -> Int {
    var used = 0
    while used < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[used...])
      var length: UInt64 = 0
      var prefix = 0
      var complete = false
      while prefix < rest.count, prefix < 10 {
        let byte = rest[prefix]
        length |= UInt64(byte & 127) << UInt64(7 * prefix)
        prefix += 1
        if byte < 128 {
          complete = true
          break
        }
      }
      guard complete else {
        if prefix == 10 { throw fault(.badLength(nil)) }
        break
      }
      guard length <= UInt64(Self.maximumFrameBytes) else { throw fault(.badLength(length)) }
      guard rest.count - prefix >= Int(length) else { break }
      let message = UnsafeRawBufferPointer(rebasing: rest[prefix..<prefix + Int(length)])
      do {
        try body(message)
      } catch {
        throw error.located(frame: frames + 1, byteOffset: offset)
      }
      frames += 1
      offset += UInt64(prefix) + length
      used += prefix + Int(length)
    }
    return used
  }

  private func fault(_ kind: PeerFault.Kind) -> PeerFault {
    PeerFault(kind, frame: frames + 1, byteOffset: offset)
  }
}
