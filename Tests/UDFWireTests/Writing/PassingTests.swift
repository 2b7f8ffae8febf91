import UDFWire
import XCTest

final class PassingTests: XCTestCase {
  func testPassedPointsAreTheSameBytes() throws {
    let input = (0..<5).flatMap { Samples.frame(Samples.turbine($0)) }
    let output = try input.withUnsafeBytes { buffer in
      var table = BurstTable(capacity: 8)
      var room = 1 << 16
      let end = table.collect(from: buffer, at: 0, room: &room, slack: 64)
      XCTAssertEqual(end, buffer.count)
      let burst = try XCTUnwrap(table.burst(base: buffer.baseAddress!))
      return written { writer in
        for index in burst.indices { writer.pass(burst[index]) }
      }
    }
    XCTAssertEqual(output, input)
  }

  func testReadsAndSetsOneField() throws {
    let point = Samples.turbine(7, fields: ["state": .string("on"), "count": .int(-5)])
    let table = try FieldTable(
      fields: ["wind_speed", "missing", "count", "state"], tags: ["source"])
    var readings = FieldReadings(table)
    let field = try DoubleField("anomaly_status")
    let output = try withView(Samples.frame(point)) { view in
      try readings.read(view)
      XCTAssertEqual(readings.double(0), 5.7)
      XCTAssertNil(readings.double(1))
      XCTAssertEqual(readings.double(2), -5)
      XCTAssertEqual(readings.int(2), -5)
      XCTAssertEqual(readings.string(3).map { String($0) }, "on")
      XCTAssertEqual(readings.string(4).map { String($0) }, "T07")
      XCTAssertEqual(readings.timeNanoseconds, point.timeNanoseconds)
      XCTAssertEqual(try view.decoded(), point)
      return written { $0.pass(view, setting: field, to: 0.6) }
    }
    var expected = point
    expected.fields["anomaly_status"] = .double(0.6)
    XCTAssertEqual(try responses(output), [.point(expected)])
  }

  func testEditsOfEveryKind() throws {
    let point = Samples.turbine(3, fields: ["kept": .int(1), "gone": .bool(true)])
    let table = try FieldTable(fields: ["wind_speed", "gone", "new"], tags: ["source"])
    for known in [nil, table] {
      var readings = FieldReadings(table)
      var edits = try PointEdits(
        writing: ["wind_speed", "gone", "new", "text", "flag"], tags: ["source", "level"],
        known: known)
      let output = try withView(Samples.frame(point)) { view in
        try readings.read(view)
        edits.set(0, "fast")
        edits.remove(1)
        edits.set(2, Int64.min)
        edits.set(3, "ü")
        edits.set(4, false)
        edits.setTag(1, "HIGH")
        edits.removeTag(0)
        edits.setTime(-1)
        edits.setName("other")
        return try written { try $0.pass(view, edits, readings: readings) }
      }
      var expected = point
      expected.fields["wind_speed"] = .string("fast")
      expected.fields["gone"] = nil
      expected.fields["new"] = .int(.min)
      expected.fields["text"] = .string("ü")
      expected.fields["flag"] = .bool(false)
      expected.tags["source"] = nil
      expected.tags["level"] = "HIGH"
      expected.timeNanoseconds = -1
      expected.name = "other"
      XCTAssertEqual(try responses(output), [.point(expected)])
    }
  }

  func testOverflowGoesToTheSpillWholeAndInOrder() throws {
    let input = (0..<50).map { Samples.frame(Samples.turbine($0)) }
    let spill = HeapSpill()
    let output = try written(capacity: 1000, spill: spill) { writer in
      for bytes in input {
        try withView(bytes) { view in
          writer.pass(view)
          writer.flush()
        }
      }
      XCTAssertFalse(writer.overflowed)
      XCTAssertGreaterThan(writer.spilledCount, 0)
    }
    XCTAssertEqual(output, input.flatMap { $0 })
  }
}
