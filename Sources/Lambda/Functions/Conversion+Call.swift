extension Conversion {
  func call(
    _ arguments: UnsafePointer<UInt64>, into result: UnsafeMutablePointer<UInt64>,
    _ arena: inout TextArena
  ) -> RuntimeFault {
    switch self {
    case .boolFromText:
      guard let value = Self.bool(TextSlice(words: arguments)) else { return .notBool }
      result[0] = value ? 1 : 0
    case .boolFromInt:
      guard arguments[0] <= 1 else { return .notBool }
      result[0] = arguments[0]
    case .boolFromFloat:
      let value = Double(bitPattern: arguments[0])
      guard value == 0 || value == 1 else { return .notBool }
      result[0] = value == 1 ? 1 : 0
    case .intFromText:
      guard let value = GoNumber.int(TextSlice(words: arguments)) else { return .notInt }
      result[0] = UInt64(bitPattern: value)
    case .intFromFloat:
      result[0] = UInt64(bitPattern: GoNumber.truncated(Double(bitPattern: arguments[0])))
    case .floatFromText:
      guard let value = GoNumber.float(TextSlice(words: arguments)) else { return .notFloat }
      result[0] = value.bitPattern
    case .durationFromIntUnit:
      result[0] = arguments[0] &* arguments[1]
    case .durationFromFloatUnit:
      let unit = Double(Int64(bitPattern: arguments[1]))
      result[0] = UInt64(
        bitPattern: GoNumber.truncated(Double(bitPattern: arguments[0]) * unit))
    case .durationFromText:
      guard let value = InfluxQLDuration.nanoseconds(TextSlice(words: arguments)) else {
        return .notDuration
      }
      result[0] = UInt64(bitPattern: value)
    default:
      return text(arguments[0], result, &arena)
    }
    return .none
  }

  private func text(
    _ word: UInt64, _ result: UnsafeMutablePointer<UInt64>, _ arena: inout TextArena
  ) -> RuntimeFault {
    guard let room = arena.reserve(GoNumber.maximumFloatBytes) else { return .textTooLong }
    switch self {
    case .textFromBool:
      let literal: StaticString = word == 1 ? "true" : "false"
      room.update(from: literal.utf8Start, count: literal.utf8CodeUnitCount)
      arena.advance(literal.utf8CodeUnitCount)
    case .textFromInt: arena.advance(GoNumber.write(Int64(bitPattern: word), to: room))
    case .textFromFloat: arena.advance(GoNumber.write(Double(bitPattern: word), to: room))
    case .textFromDuration: arena.advance(InfluxQLDuration.write(Int64(bitPattern: word), to: room))
    case .humanBytesFromInt: arena.advance(HumanBytes.write(word, to: room))
    default:
      arena.advance(HumanBytes.write(HumanBytes.unsigned(Double(bitPattern: word)), to: room))
    }
    return TextFunction.finish(result, &arena)
  }

  /// `strconv.ParseBool`.
  private static func bool(_ text: TextSlice) -> Bool? {
    switch text.text {
    case "1", "t", "T", "true", "TRUE", "True": true
    case "0", "f", "F", "false", "FALSE", "False": false
    default: nil
    }
  }
}
