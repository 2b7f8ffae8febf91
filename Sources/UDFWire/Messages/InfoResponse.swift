/// What a UDF tells Kapacitor about itself.
public struct InfoResponse: Sendable, Equatable {
  /// The edge it reads.
  public var wants: EdgeType
  /// The edge it writes.
  public var provides: EdgeType
  public var options: OrderedMap<OptionInfo>

  public init(
    wants: EdgeType = .stream, provides: EdgeType = .stream, options: OrderedMap<OptionInfo> = [:]
  ) {
    self.wants = wants
    self.provides = provides
    self.options = options
  }
}

extension InfoResponse: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init()
    var reader = WireReader(bytes, in: .infoResponse)
    var numbers: (wants: Int32, provides: Int32) = (0, 0)
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .varint): numbers.wants = try reader.enumeration()
      case (2, .varint): numbers.provides = try reader.enumeration()
      case (3, .lengthDelimited):
        try reader.checkRoom(in: options.count, limit: WireLimits.maximumMapEntries)
        // A message that repeats within its entry is merged: its lists are joined.
        var types: [ValueType] = []
        let entry = try reader.mapEntry(in: .infoResponse, valueType: .lengthDelimited) {
          (entry: inout WireReader) throws(WireFault) in
          types += try OptionInfo(decoding: try entry.lengthDelimited()).valueTypes
        }
        options[entry.key] = OptionInfo(valueTypes: types)
      default: try reader.skip(tag)
      }
    }
    wants = try Self.edge(numbers.wants)
    provides = try Self.edge(numbers.provides)
  }

  private static func edge(_ number: Int32) throws(WireFault) -> EdgeType {
    guard let edge = EdgeType(rawValue: number) else {
      throw WireFault(.unknownValue, in: .infoResponse, actual: Int(number))
    }
    return edge
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.int64UnlessZero(1, Int64(wants.rawValue))
    sink.int64UnlessZero(2, Int64(provides.rawValue))
    for (name, info) in options { sink.message(3, OptionInfoEntry(key: name, value: info)) }
  }
}

/// One entry of the map of options.
private struct OptionInfoEntry: WireEncodable {
  let key: String
  let value: OptionInfo

  func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.string(1, key)
    sink.message(2, value)
  }
}
