/// Whether a UDF took its snapshot back; a failure stops the task, each time that it is started.
public struct RestoreResponse: Sendable, Equatable {
  public var success: Bool
  /// What `kapacitor show` prints when it failed.
  public var error: String

  public init(success: Bool, error: String = "") {
    self.success = success
    self.error = error
  }
}

extension RestoreResponse: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    var reader = WireReader(bytes, in: .restoreResponse)
    let (success, error) = try reader.outcome()
    self.init(success: success, error: error)
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.outcome(success: success, error: error)
  }
}
