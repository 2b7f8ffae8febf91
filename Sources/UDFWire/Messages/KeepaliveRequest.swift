/// Kapacitor asks, every half of the UDF's timeout, whether anyone is there.
public struct KeepaliveRequest: Sendable, Equatable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var timeNanoseconds: Int64

  public init(timeNanoseconds: Int64 = 0) { self.timeNanoseconds = timeNanoseconds }
}

extension KeepaliveRequest: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    var reader = WireReader(bytes, in: .keepalive)
    self.init(timeNanoseconds: try reader.time())
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.int64UnlessZero(1, timeNanoseconds)
  }
}
