/// One value of an option as a TICKscript gives it.
public enum OptionValue: Sendable, Equatable {
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case duration(nanoseconds: Int64)

  public var type: ValueType {
    switch self {
    case .bool: .bool
    case .int: .int
    case .double: .double
    case .string: .string
    case .duration: .duration
    }
  }

  /// The zero of a type: what a value that was left out means.
  public init(zeroOf type: ValueType) {
    switch type {
    case .bool: self = .bool(false)
    case .int: self = .int(0)
    case .double: self = .double(0)
    case .string: self = .string("")
    case .duration: self = .duration(nanoseconds: 0)
    }
  }
}

extension OptionValue: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    var reader = WireReader(bytes, in: .option)
    var typeNumber: Int32 = 0
    // The members form a oneof: the last one on the wire is the one that counts.
    var member: OptionValue?
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .varint): typeNumber = try reader.enumeration()
      case (2, .varint): member = .bool(try reader.bool())
      case (3, .varint): member = .int(try reader.int64())
      case (4, .fixed64): member = .double(try reader.double())
      case (5, .lengthDelimited): member = .string(try reader.string())
      case (6, .varint): member = .duration(nanoseconds: try reader.int64())
      default: try reader.skip(tag)
      }
    }
    guard let type = ValueType(rawValue: typeNumber) else {
      throw WireFault(.unknownValue, in: .option, actual: Int(typeNumber))
    }
    let value = member ?? OptionValue(zeroOf: type)
    guard value.type == type else { throw WireFault(.optionTypeMismatch, in: .option) }
    self = value
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    if type != .bool { sink.int64(1, Int64(type.rawValue)) }
    // A oneof's member is written whatever its value: being there is what it says.
    switch self {
    case .bool(let value): sink.bool(2, value)
    case .int(let value): sink.int64(3, value)
    case .double(let value): sink.double(4, value)
    case .string(let value): sink.string(5, value)
    case .duration(let nanoseconds): sink.int64(6, nanoseconds)
    }
  }
}
