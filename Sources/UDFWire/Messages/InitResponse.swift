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
    var reader = WireReader(bytes, in: .initResponse)
    let (success, error) = try reader.outcome()
    self.init(success: success, error: error)
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.outcome(success: success, error: error)
  }
}
