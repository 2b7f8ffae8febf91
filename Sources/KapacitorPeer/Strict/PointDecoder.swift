import UDFWire

/// Decodes a Point as Kapacitor does, its four maps of fields merged by Kapacitor's rule.
enum PointDecoder {
  static func decode(_ bytes: UnsafeRawBufferPointer) throws(PeerFault) -> Point {
    var cursor = WireCursor(bytes)
    var point = Point()
    while !cursor.isAtEnd {
      let before = bytes.count - cursor.remaining
      let (number, content) = try cursor.field()
      switch number {
      case 1: point.timeNanoseconds = try content.integer("Point.time")
      case 2: point.name = try content.string("Point.name")
      case 3: point.database = try content.string("Point.database")
      case 4: point.retentionPolicy = try content.string("Point.retentionPolicy")
      case 5: point.group = try content.string("Point.group")
      case 6: point.dimensions.append(try content.string("Point.dimensions"))
      case 7: try point.tags.takeTag(try content.bytes("Point.tags"))
      case 8...10, 12: try takeField(number, try content.bytes("a field"), &point)
      case 11: point.byName = try content.boolean("Point.byName")
      default:
        let after = bytes.count - cursor.remaining
        point.unknownFields.append(contentsOf: bytes[before..<after])
      }
    }
    return point
  }

  private static func takeField(
    _ map: UInt64, _ bytes: UnsafeRawBufferPointer, _ point: inout Point
  ) throws(PeerFault) {
    let entry = try MapEntry(bytes)
    let name = try entry.key?.string("a field's name") ?? ""
    let value: FieldValue =
      switch map {
      case 8: .double(try entry.value?.double("field \"\(name)\"") ?? 0)
      case 9: .int(try entry.value?.integer("field \"\(name)\"") ?? 0)
      case 10: .string(try entry.value?.string("field \"\(name)\"") ?? "")
      default: .bool(try entry.value?.boolean("field \"\(name)\"") ?? false)
      }
    // Kapacitor fills one map from string, int, double and bool in this order, the later ones winning.
    if let present = point.fields[name], order(of: present) > order(of: value) { return }
    point.fields[name] = value
  }

  private static func order(of value: FieldValue) -> Int {
    switch value {
    case .string: 0
    case .int: 1
    case .double: 2
    case .bool: 3
    }
  }
}
