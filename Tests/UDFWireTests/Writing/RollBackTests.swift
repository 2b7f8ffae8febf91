import UDFWire
import XCTest

final class RollBackTests: XCTestCase {
  func testEverythingSinceTheMarkIsUndone() throws {
    let frames = (0..<4).map { Samples.frame(Samples.turbine($0)) }
    let bytes = frames.flatMap { $0 }
    let begin = BeginBatch(name: "cpu")
    let field = try DoubleField("x")
    try bytes.withUnsafeBytes { buffer in
      var table = BurstTable(capacity: 8)
      var room = 1 << 16
      _ = table.collect(from: buffer, at: 0, room: &room, slack: 0)
      let burst = try XCTUnwrap(table.burst(base: buffer.baseAddress!))
      // What a handler may have done before it threw.
      let doings: [(inout ResponseWriter) throws -> Void] = [
        { $0.pass(burst[2]) },
        { $0.pass(burst[2], setting: field, to: 1) },
        { try $0.end(EndBatch()) },
        { try $0.begin(begin) },
        {
          try $0.end(EndBatch())
          $0.pass(burst[2])
          try $0.begin(begin)
          $0.pass(burst[3])
          $0.flush()
        },
        { for _ in 0..<100 { $0.pass(burst[2], setting: field, to: 1) } },
      ]
      for doing in doings {
        let output = try written(capacity: 1000, spill: HeapSpill(), provides: .batch) { writer in
          try writer.begin(begin)
          writer.pass(burst[0])
          writer.pass(burst[1])
          let mark = writer.mark()
          try? doing(&writer)
          writer.rollBack(to: mark)
          XCTAssertNil(writer.takeMisuse())
          XCTAssertFalse(writer.overflowed)
          XCTAssertEqual(writer.openBatch, begin)
          writer.pass(burst[2])
          try writer.end(EndBatch())
        }
        XCTAssertEqual(
          try responses(output),
          [.begin(begin)] + (0..<3).map { .point(Samples.turbine($0)) } + [.end(EndBatch())])
      }
    }
  }
}
