/// Whether a UDF can serve the task with the options it got; a failure stops the task with the
/// error's text.
public struct InitResponse: Sendable, Equatable {
  public var success: Bool
  /// What `kapacitor show` prints when it failed.
  public var error: String

  public init(success: Bool, error: String = "") {
    self.success = success
    self.error = error
  }
}

extension InitResponse: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init(success: false)
    var reader = WireReader(bytes, in: .initResponse)
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .varint): success = try reader.bool()
      case (2, .lengthDelimited): error = try reader.string()
      default: try reader.skip(tag)
      }
    }
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.boolIfTrue(1, success)
    sink.stringUnlessEmpty(2, error.cut(toBytes: WireLimits.maximumErrorTextBytes))
  }
}
