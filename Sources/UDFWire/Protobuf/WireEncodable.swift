/// What can describe its protobuf encoding.
public protocol WireEncodable {
  /// Describes the encoding to a sink, the same each time.
  func encode<Sink: WireSink>(to sink: inout Sink)
}

extension WireEncodable {
  /// The size of the encoding.
  public var encodedByteCount: Int {
    var counter = ByteCounter()
    encode(to: &counter)
    return counter.count
  }

  /// Appends the encoding, without any length in front.
  public func encode(into bytes: inout [UInt8]) {
    bytes.appendEncoded(encodedByteCount) { writer in encode(to: &writer) }
  }

  /// The encoding, without any length in front.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    encode(into: &bytes)
    return bytes
  }
}

extension [UInt8] {
  /// Appends exactly `count` bytes that `write` provides.
  mutating func appendEncoded(_ count: Int, _ write: (inout ByteWriter) -> Void) {
    let start = self.count
    append(contentsOf: repeatElement(0, count: count))
    withUnsafeMutableBytes { buffer in
      guard let address = buffer.baseAddress else { return }
      var writer = ByteWriter(address + start, count: count)
      write(&writer)
      precondition(writer.isFull)
    }
  }
}
