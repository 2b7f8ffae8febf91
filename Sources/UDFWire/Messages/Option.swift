/// One option as a TICKscript gives it: `.name(value, value)`. An option may come several times.
public struct Option: Sendable, Equatable {
  public var name: String
  public var values: [OptionValue]

  public init(name: String, values: [OptionValue]) {
    self.name = name
    self.values = values
  }
}

extension Option: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init(name: "", values: [])
    var reader = WireReader(bytes, in: .option)
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .lengthDelimited): name = try reader.string()
      case (2, .lengthDelimited):
        try reader.checkRoom(in: values.count, limit: WireLimits.maximumListElements)
        values.append(try OptionValue(decoding: try reader.lengthDelimited()))
      default: try reader.skip(tag)
      }
    }
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.stringUnlessEmpty(1, name)
    for value in values { sink.message(2, value) }
  }
}
