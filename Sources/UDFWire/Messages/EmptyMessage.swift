/// InfoRequest and SnapshotRequest: messages without fields, of which only the bytes must make
/// sense.
struct EmptyMessage: WireMessage {
  init() {}

  init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    var reader = WireReader(bytes, in: .request)
    while let tag = try reader.nextTag() { try reader.skip(tag) }
  }

  func encode<Sink: WireSink>(to sink: inout Sink) {}
}
