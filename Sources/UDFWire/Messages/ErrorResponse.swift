/// The end of the task, with the reason. Only for what makes going on meaningless.
public struct ErrorResponse: Sendable, Equatable {
  public var error: String

  public init(error: String) { self.error = error }
}

extension ErrorResponse: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init(error: "")
    var reader = WireReader(bytes, in: .errorResponse)
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .lengthDelimited): error = try reader.string()
      default: try reader.skip(tag)
      }
    }
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.stringUnlessEmpty(1, error.cut(toBytes: WireLimits.maximumErrorTextBytes))
  }
}
