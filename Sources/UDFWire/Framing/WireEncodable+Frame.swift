extension WireEncodable {
  /// Appends the message as a frame: its length, then its bytes. Of use for `Request` and
  /// `Response`, which alone travel in frames.
  public func appendFrame(to bytes: inout [UInt8]) {
    Framing.append(to: &bytes, count: encodedByteCount) { writer in encode(to: &writer) }
  }

  /// The message as a frame: its length, then its bytes.
  public func frame() -> [UInt8] {
    var bytes: [UInt8] = []
    appendFrame(to: &bytes)
    return bytes
  }
}
