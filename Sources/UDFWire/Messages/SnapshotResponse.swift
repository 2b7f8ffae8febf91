/// The state of a UDF in one task, that Kapacitor keeps for it.
public struct SnapshotResponse: Sendable, Equatable {
  /// Opaque to Kapacitor.
  public var snapshot: [UInt8]

  public init(snapshot: [UInt8] = []) { self.snapshot = snapshot }
}

extension SnapshotResponse: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init()
    var reader = WireReader(bytes, in: .snapshotResponse)
    // Copied once, at the end: the last occurrence is the one that counts.
    var last: UnsafeRawBufferPointer?
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .lengthDelimited): last = try reader.lengthDelimited()
      default: try reader.skip(tag)
      }
    }
    if let last { snapshot = [UInt8](last) }
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    if !snapshot.isEmpty { sink.bytes(1, snapshot) }
  }
}
