import UDFWire
import XCTest

/// Map entries in shapes that Google's implementations write never or disagree about. Kapacitor is
/// Go: unknown fields inside of an entry are skipped.
final class UnusualEntryTests: XCTestCase {
  private let unknown = Raw.field(3, "what") + Raw.field(9, varint: 1)

  private func entries(_ name: [UInt8], _ value: [UInt8]) -> [[UInt8]] {
    [
      name + value, value + name, unknown + name + value, name + unknown + value,
      name + value + unknown,
      // A known part with another wire type counts as unknown.
      Raw.field(1, varint: 7) + name + value,
      name + value + Raw.field(2, fixed32: 7)
        + value,
      // Parts that repeat: the last counts.
      Raw.field(1, "other") + value + name + value,
      // A length in two bytes.
      [name[0], name[1] | 0x80, 0] + name.dropFirst(2) + value,
    ]
  }

  func testEveryShapeIsReadChangedAndDecodedAlike() throws {
    let name = Raw.field(1, "field")
    let maps: [(number: UInt64, value: [UInt8], is: FieldValue)] = [
      (8, Raw.field(2, double: 2.5), .double(2.5)),
      (9, Raw.field(2, varint: UInt64(bitPattern: -3)), .int(-3)),
      (10, Raw.field(2, "text"), .string("text")),
      (12, Raw.field(2, varint: 1), .bool(true)),
    ]
    for map in maps {
      for entry in entries(name, map.value) {
        try check(Raw.field(map.number, entry), ["field": map.is], [:])
      }
    }
    for entry in entries(name, Raw.field(2, "text")) {
      try check(Raw.field(7, entry), [:], ["field": "text"])
    }
  }

  func testMissingPartsAreTheirTypesZero() throws {
    let zeros: [(number: UInt64, is: FieldValue)] = [
      (8, .double(0)), (9, .int(0)), (10, .string("")), (12, .bool(false)),
    ]
    for zero in zeros {
      try check(Raw.field(zero.number, []), ["": zero.is], [:])
      try check(Raw.field(zero.number, Raw.field(1, "field")), ["field": zero.is], [:])
    }
    try check(Raw.field(7, []), [:], ["": ""])
    try check(Raw.field(9, Raw.field(2, varint: 5)), ["": .int(5)], [:])
  }

  func testOfANameInSeveralMapsTheGreatestTypeCounts() throws {
    let name = Raw.field(1, "field")
    let all = [
      Raw.field(10, name + Raw.field(2, "text")), Raw.field(9, name + Raw.field(2, varint: 5)),
      Raw.field(8, name + Raw.field(2, double: 2.5)), Raw.field(12, name + Raw.field(2, varint: 1)),
    ]
    let values: [FieldValue] = [.string("text"), .int(5), .double(2.5), .bool(true)]
    for first in 0..<4 {
      for second in 0..<4 where second != first {
        try check(all[first] + all[second], ["field": values[max(first, second)]], [:])
      }
    }
    // Of one type the last.
    try check(
      all[2] + Raw.field(8, name + Raw.field(2, double: -1)), ["field": .double(-1)], [:])
  }

  /// Every way to read the point agrees; every way to change it leaves nothing behind.
  private func check(
    _ body: [UInt8], _ fields: OrderedMap<FieldValue>, _ tags: OrderedMap<String>
  ) throws {
    let about = "\(body)"
    XCTAssertEqual(try Point(decoding: body).fields, fields, about)
    XCTAssertEqual(try Point(decoding: body).tags, tags, about)
    let names = ["field", "", "other"]
    let table = try FieldTable(fields: names, tags: names)
    var readings = FieldReadings(table)
    try withView(Raw.pointFrame(body)) { view in
      try readings.read(view)
      for (slot, name) in names.enumerated() {
        XCTAssertEqual(readings.value(slot), fields[name], about)
        XCTAssertEqual(readings.string(3 + slot).map { String($0) }, tags[name], about)
      }
      for known in [nil, table] {
        var edits = try PointEdits(writing: names, tags: names, known: known)
        for slot in names.indices {
          edits.remove(slot)
          edits.removeTag(slot)
        }
        let removed = try written { try $0.pass(view, edits, readings: readings) }
        XCTAssertEqual(removed, Raw.pointFrame([]), about)
        edits.reset()
        for slot in names.indices { edits.set(slot, "new") }
        let changed = try written { try $0.pass(view, edits, readings: readings) }
        var expected = Point(tags: tags)
        for name in names { expected.fields[name] = .string("new") }
        XCTAssertEqual(try responses(changed), [.point(expected)], about)
      }
    }
  }
}
