/// Encoded fields by hand, for shapes that no library writes.
enum Raw {
  static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// A length-delimited field.
  static func field(_ number: UInt64, _ payload: [UInt8]) -> [UInt8] {
    varint(number << 3 | 2) + varint(UInt64(payload.count)) + payload
  }

  static func field(_ number: UInt64, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  static func field(_ number: UInt64, varint value: UInt64) -> [UInt8] {
    varint(number << 3) + varint(value)
  }

  static func field(_ number: UInt64, double value: Double) -> [UInt8] {
    varint(number << 3 | 1)
      + (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
  }

  static func field(_ number: UInt64, fixed32 value: UInt8) -> [UInt8] {
    varint(number << 3 | 5) + [value, 0, 0, 0]
  }

  /// A frame around a message.
  static func frame(_ message: [UInt8]) -> [UInt8] { varint(UInt64(message.count)) + message }

  /// A point's frame of the usual shape.
  static func pointFrame(_ point: [UInt8]) -> [UInt8] { frame(field(17, point)) }
}
