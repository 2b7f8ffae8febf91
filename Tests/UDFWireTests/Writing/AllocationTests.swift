import UDFWire
import XCTest

final class AllocationTests: XCTestCase {
  private static let pointCount = 600

  func testTheCounterCounts() throws {
    var kept: [[UInt8]] = []
    kept.reserveCapacity(10)
    let counted = try allocations {
      for index in 0..<10 { kept.append([UInt8](repeating: UInt8(index), count: 100)) }
    }
    XCTAssertEqual(counted, 10)
    XCTAssertEqual(kept.count, 10)
  }

  func testMirrorAllocatesNothing() throws {
    try measure { burst, writer in
      for index in burst.indices { writer.pass(burst[index]) }
    }
  }

  func testReadingAndSettingOneFieldAllocatesNothing() throws {
    var readings = FieldReadings(
      try FieldTable(fields: ["wind_speed", "grid_active_power"], tags: ["source"]))
    let field = try DoubleField("anomaly_status")
    try measure { burst, writer in
      for index in burst.indices {
        let point = burst[index]
        try readings.read(point)
        writer.pass(
          point, setting: field, to: (readings.double(0) ?? 0) + (readings.double(1) ?? 0))
      }
    }
  }

  func testEditsAllocateNothingInTheSteadyState() throws {
    let table = try FieldTable(fields: ["wind_speed", "state"], tags: ["source"])
    var readings = FieldReadings(table)
    var edits = try PointEdits(
      writing: ["wind_speed", "state", "level"], tags: ["source"], known: table)
    let text = "a text that is longer than Swift keeps inside of a String itself"
    try measure { burst, writer in
      for index in burst.indices {
        let point = burst[index]
        try readings.read(point)
        edits.reset()
        edits.set(0, Int64(index))
        edits.set(1, text)
        edits.set(2, true)
        if let source = readings.string(2) { edits.setTag(0, source) }
        edits.setName(text)
        try writer.pass(point, edits, readings: readings)
      }
    }
  }

  func testMarkAndRollBackAllocateNothing() throws {
    try measure { burst, writer in
      for index in burst.indices {
        let mark = writer.mark()
        writer.pass(burst[index])
        if index % 3 == 0 { writer.rollBack(to: mark) }
      }
    }
  }

  /// Runs `handle` over a burst twice, the second time counting.
  private func measure(
    _ handle: (PointBurst, inout ResponseWriter) throws -> Void, line: UInt = #line
  ) throws {
    let input = (0..<Self.pointCount).flatMap { Samples.frame(Samples.turbine($0)) }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 8)
    defer { memory.deallocate() }
    try input.withUnsafeBytes { buffer in
      var table = BurstTable(capacity: Self.pointCount)
      for round in 0..<2 {
        let counted = try allocations {
          table.removeAll()
          var room = 1 << 20
          _ = table.collect(from: buffer, at: 0, room: &room, slack: 64)
          guard let burst = table.burst(base: buffer.baseAddress!) else { return }
          var writer = ResponseWriter(base: memory.baseAddress!, capacity: memory.count)
          try handle(burst, &writer)
          writer.flush()
        }
        XCTAssertEqual(table.count, Self.pointCount, line: line)
        if round == 1 { XCTAssertEqual(counted, 0, "allocations", line: line) }
      }
    }
  }
}
