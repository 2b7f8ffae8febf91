/// Kapacitor's framing: the message's length as a varint, then the message. No footer, no magic.
public enum Framing {
  /// The frame that starts at `offset`.
  ///
  /// - Parameter limit: the largest message that is accepted, in bytes. It is checked as soon as
  ///   the length is there, long before the message is.
  /// - Returns: nil while the frame is not complete yet: come again with more bytes.
  /// - Throws: `.frameTooLarge` or `.varintTooLong`. What follows cannot be told apart any more:
  ///   close the connection.
  @inlinable
  public static func next(
    in bytes: UnsafeRawBufferPointer, at offset: Int, limit: Int = WireLimits.maximumFrameBytes
  ) throws(WireFault) -> FrameExtent? {
    precondition(offset >= 0 && offset <= bytes.count)
    guard let base = bytes.baseAddress else { return nil }
    var position = base + offset
    let end = base + bytes.count
    guard let length = Varint.read(&position, end) else {
      if end - position >= Varint.maximumBytes { throw WireFault(.varintTooLong, in: .frame) }
      return nil
    }
    guard length <= UInt64(limit) else {
      throw WireFault(
        .frameTooLarge, in: .frame, actual: Int(clamping: length), limit: limit)
    }
    guard Int(length) <= end - position else { return nil }
    let bodyStart = position - base
    return FrameExtent(start: offset, bodyStart: bodyStart, end: bodyStart &+ Int(length))
  }

  /// Appends one frame around a message of `count` bytes that `write` provides.
  static func append(
    to bytes: inout [UInt8], count: Int, _ write: (inout ByteWriter) -> Void
  ) {
    bytes.appendEncoded(Varint.byteCount(count) + count) { writer in
      writer.varint(UInt64(count))
      write(&writer)
    }
  }
}
