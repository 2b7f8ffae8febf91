/// A snapshot that Kapacitor gives back; also an empty one.
public struct RestoreRequest: Sendable, Equatable {
  /// Opaque to Kapacitor.
  public var snapshot: [UInt8]

  public init(snapshot: [UInt8] = []) { self.snapshot = snapshot }
}

extension RestoreRequest: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    var reader = WireReader(bytes, in: .restoreRequest)
    self.init(snapshot: try reader.snapshot())
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.snapshot(snapshot)
  }
}
