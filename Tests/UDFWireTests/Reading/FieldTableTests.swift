import UDFWire
import XCTest

final class FieldTableTests: XCTestCase {
  /// Names that differ in every place of every length, on both sides of all the shortcuts.
  func testEveryNameIsFoundAndNoOtherIsTakenForIt() throws {
    for length in [0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 40, 127, 128, 300] {
      let name = [UInt8](repeating: 0x61, count: length)
      var others: [String] = []
      for place in 0..<length {
        var other = name
        other[place] = 0x62
        others.append(String(decoding: other, as: UTF8.self))
      }
      let wanted = String(decoding: name, as: UTF8.self)
      // Alone, beside a few names and beside many, which are hashed.
      for company in [0, 5, 200] {
        let table = try FieldTable(fields: [wanted] + (0..<company).map { "company \($0)" })
        XCTAssertEqual(table.slot(ofField: wanted), 0)
        for other in others { XCTAssertNil(table.slot(ofField: other), other) }
      }
      if length > 0 {
        let table = try FieldTable(fields: others)
        for (slot, other) in others.enumerated() {
          XCTAssertEqual(table.slot(ofField: other), slot)
        }
        XCTAssertNil(table.slot(ofField: wanted))
      }
    }
  }

  func testReadingsFindThemInPoints() throws {
    let names = (0..<100).map { "feature_number_\($0)_average_value" }
    var readings = FieldReadings(try FieldTable(fields: names))
    var point = Samples.turbine()
    for (index, name) in names.enumerated().reversed() { point.fields[name] = .int(Int64(index)) }
    try withView(Samples.frame(point)) { view in
      try readings.read(view)
      for index in names.indices { XCTAssertEqual(readings.int(index), Int64(index)) }
    }
  }

  func testRefusesNamesThatAreTooMuch() {
    XCTAssertThrowsError(try FieldTable(fields: ["a", "b", "a"])) { error in
      XCTAssertEqual((error as? WireFault)?.kind, .duplicateName)
    }
    XCTAssertNoThrow(try FieldTable(fields: ["a"], tags: ["a"]))
    XCTAssertNoThrow(try FieldTable(fields: ["\u{e9}", "e\u{301}"]))
    let long = String(repeating: "a", count: WireLimits.maximumNameBytes + 1)
    XCTAssertThrowsError(try FieldTable(fields: [long]))
    XCTAssertThrowsError(try PointEdits(writing: [long]))
    XCTAssertThrowsError(try DoubleField(long))
    XCTAssertThrowsError(try FieldTable(fields: (0...WireLimits.maximumNames).map { "\($0)" }))
  }

  func testDamagedPointsAreRefusedWhereverTheyAreCut() throws {
    let body = Samples.turbine(1, fields: ["s": "x", "i": 1, "b": true]).encoded()
    let whole = try Point(decoding: body)
    var readings = FieldReadings(
      try FieldTable(fields: ["wind_speed", "s", "i", "b"], tags: ["source"]))
    let edits = {
      var edits = try PointEdits(writing: ["wind_speed"])
      edits.remove(0)
      return edits
    }
    for cut in 0..<body.count {
      let bytes = Array(body.prefix(cut))
      let isWhole = (try? Point(decoding: bytes)) != nil
      try withView(Raw.pointFrame(bytes)) { view in
        XCTAssertEqual((try? readings.read(view)) != nil, isWhole, "\(cut)")
        let staged = try edits()
        let output = try? written { try $0.pass(view, staged) }
        XCTAssertEqual(output != nil, isWhole, "\(cut)")
      }
    }
    XCTAssertEqual(whole.fields.count, 5)
  }
}
