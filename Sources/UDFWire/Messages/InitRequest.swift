/// What a task that begins to use a UDF gives it.
public struct InitRequest: Sendable, Equatable {
  /// In the TICKscript's order.
  public var options: [Option]
  public var taskID: String
  public var nodeID: String

  public init(options: [Option] = [], taskID: String = "", nodeID: String = "") {
    self.options = options
    self.taskID = taskID
    self.nodeID = nodeID
  }
}

extension InitRequest: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init()
    var reader = WireReader(bytes, in: .initRequest)
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .lengthDelimited):
        try reader.checkRoom(in: options.count, limit: WireLimits.maximumListElements)
        options.append(try Option(decoding: try reader.lengthDelimited()))
      case (2, .lengthDelimited): taskID = try reader.string()
      case (3, .lengthDelimited): nodeID = try reader.string()
      default: try reader.skip(tag)
      }
    }
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    for option in options { sink.message(1, option) }
    sink.stringUnlessEmpty(2, taskID)
    sink.stringUnlessEmpty(3, nodeID)
  }
}
