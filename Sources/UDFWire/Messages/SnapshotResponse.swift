/// The state of a UDF in one task, that Kapacitor keeps for it.
public struct SnapshotResponse: Sendable, Equatable {
  /// Opaque to Kapacitor.
  public var snapshot: [UInt8]

  public init(snapshot: [UInt8] = []) { self.snapshot = snapshot }
}

extension SnapshotResponse: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    var reader = WireReader(bytes, in: .snapshotResponse)
    self.init(snapshot: try reader.snapshot())
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.snapshot(snapshot)
  }
}
