/// The answer to a keepalive: the request's time. Kapacitor also takes one that it did not ask for.
public struct KeepaliveResponse: Sendable, Equatable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var timeNanoseconds: Int64

  public init(timeNanoseconds: Int64 = 0) { self.timeNanoseconds = timeNanoseconds }
}

extension KeepaliveResponse: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    var reader = WireReader(bytes, in: .keepalive)
    self.init(timeNanoseconds: try reader.time())
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.int64UnlessZero(1, timeNanoseconds)
  }
}
