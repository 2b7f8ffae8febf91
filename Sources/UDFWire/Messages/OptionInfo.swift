/// The types of the values that an option takes, in order.
public struct OptionInfo: Sendable, Equatable {
  public var valueTypes: [ValueType]

  public init(valueTypes: [ValueType]) { self.valueTypes = valueTypes }
}

extension OptionInfo: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init(valueTypes: [])
    var reader = WireReader(bytes, in: .infoResponse)
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .varint): try append(try reader.enumeration(), &reader)
      case (1, .lengthDelimited):
        // Packed: the numbers alone, one after the other.
        var packed = WireReader(try reader.lengthDelimited(), in: .infoResponse)
        while !packed.isAtEnd { try append(try packed.enumeration(), &reader) }
      default: try reader.skip(tag)
      }
    }
  }

  private mutating func append(_ number: Int32, _ reader: inout WireReader) throws(WireFault) {
    guard let type = ValueType(rawValue: number) else {
      throw WireFault(.unknownValue, in: .infoResponse, actual: Int(number))
    }
    try reader.checkRoom(in: valueTypes.count, limit: WireLimits.maximumListElements)
    valueTypes.append(type)
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    guard !valueTypes.isEmpty else { return }
    sink.tag(1, .lengthDelimited)
    // Every number is below 128, one byte each.
    sink.varint(UInt64(valueTypes.count))
    for type in valueTypes { sink.varint(UInt64(type.rawValue)) }
  }
}
