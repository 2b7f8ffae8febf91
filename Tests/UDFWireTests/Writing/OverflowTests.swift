import UDFWire
import XCTest

final class OverflowTests: XCTestCase {
  /// For every capacity: no frame is ever split, none lost, none out of order.
  func testFramesAreWholeWhateverFits() throws {
    let points = (0..<6).map { Samples.turbine($0) }
    let bytes = points.flatMap { Samples.frame($0) }
    let field = try DoubleField("x")
    try bytes.withUnsafeBytes { buffer in
      var table = BurstTable(capacity: 8)
      var room = 1 << 16
      _ = table.collect(from: buffer, at: 0, room: &room, slack: 0)
      let burst = try XCTUnwrap(table.burst(base: buffer.baseAddress!))
      for capacity in 0...(bytes.count + 100) {
        let memory = UnsafeMutableRawBufferPointer.allocate(
          byteCount: max(1, capacity), alignment: 8)
        defer { memory.deallocate() }
        let spill = HeapSpill()
        var writer = ResponseWriter(
          base: memory.baseAddress!, capacity: capacity, spill: spill)
        for index in burst.indices {
          if index == 3 {
            writer.pass(burst[index], setting: field, to: 1)
          } else {
            writer.pass(burst[index])
          }
        }
        writer.flush()
        XCTAssertFalse(writer.overflowed)
        XCTAssertLessThanOrEqual(writer.count, capacity)
        var expected = points
        expected[3].fields["x"] = .double(1)
        let inMemory = try responses(Array(memory.prefix(writer.count)))
        let inSpill = try responses(
          writer.spilledCount == 0 ? [] : Array(spill.bytes(writer.spilledCount)))
        XCTAssertEqual(inMemory + inSpill, expected.map { .point($0) })
      }
    }
  }

  func testBeyondTheSpillsLimitNothingMoreIsWritten() throws {
    let frame = Samples.frame(Samples.turbine())
    try withView(frame) { view in
      for spill in [nil, HeapSpill(limit: 2 * frame.count)] {
        var overflowed = false
        let output = written(capacity: frame.count, spill: spill) { writer in
          for _ in 0..<10 {
            writer.pass(view)
            writer.flush()
          }
          overflowed = writer.overflowed
        }
        XCTAssertTrue(overflowed)
        let fitting = spill == nil ? 1 : 3
        XCTAssertEqual(output, (0..<fitting).flatMap { _ in frame })
      }
    }
  }

  func testAMessageBeyondTheFrameLimitIsRefused() throws {
    var point = Samples.turbine()
    point.unknownFields = Raw.field(99, [UInt8](repeating: 0, count: WireLimits.maximumFrameBytes))
    let output = try written(spill: HeapSpill(limit: 1 << 30)) { writer in
      XCTAssertThrowsError(try writer.write(point)) { error in
        XCTAssertEqual((error as? WireFault)?.kind, .frameTooLarge)
      }
    }
    XCTAssertEqual(output, [])
  }
}
