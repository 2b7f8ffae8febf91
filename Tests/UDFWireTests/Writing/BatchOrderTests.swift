import UDFWire
import XCTest

/// What kills Kapacitor cannot be written.
final class BatchOrderTests: XCTestCase {
  private let begin = BeginBatch(name: "cpu", group: "g", tags: ["a": "b"], size: 2)
  private let end = EndBatch(name: "cpu", maximumTimeNanoseconds: 7)

  private func assertRefused(
    _ kind: WireFault.Kind, provides: EdgeType?, line: UInt = #line,
    _ write: (inout ResponseWriter) throws -> Void
  ) throws {
    var misuse: WireFault?
    let output = written(provides: provides) { writer in
      try? write(&writer)
      misuse = writer.takeMisuse()
      XCTAssertNil(writer.takeMisuse(), line: line)
    }
    XCTAssertEqual(misuse?.kind, kind, line: line)
    XCTAssertEqual(output, [], line: line)
  }

  func testOutOfTurn() throws {
    try assertRefused(.endWithoutBegin, provides: .batch) { try $0.end(self.end) }
    try assertRefused(.endWithoutBegin, provides: nil) { try $0.end(self.end) }
    try assertRefused(.batchOnStreamEdge, provides: .stream) { try $0.begin(self.begin) }
    try assertRefused(.batchOnStreamEdge, provides: .stream) { try $0.end(self.end) }
    let frame = Samples.frame(Samples.turbine())
    try withView(frame) { view in
      try assertRefused(.pointOutsideBatch, provides: .batch) { $0.pass(view) }
      try assertRefused(.pointOutsideBatch, provides: .batch) {
        $0.pass(view, setting: try DoubleField("x"), to: 1)
      }
      try assertRefused(.pointOutsideBatch, provides: .batch) { try $0.write(Samples.turbine()) }
      try assertRefused(.pointOutsideBatch, provides: .batch) {
        var edits = try PointEdits(writing: ["x"])
        edits.remove(0)
        try $0.pass(view, edits)
      }
    }
  }

  func testABeginInsideABatchIsNotWritten() throws {
    let output = try written(provides: .batch) { writer in
      try writer.begin(begin)
      XCTAssertEqual(writer.openBatch, begin)
      XCTAssertThrowsError(try writer.begin(begin))
      try writer.end(end)
      XCTAssertNil(writer.openBatch)
      XCTAssertThrowsError(try writer.end(end))
    }
    XCTAssertEqual(try responses(output), [.begin(begin), .end(end)])
  }

  func testPointsBehindAnEndedBatchAreRefusedThoughTheyFollowTheLastPassed() throws {
    let bytes = Samples.frame(Samples.turbine(1)) + Samples.frame(Samples.turbine(2))
    try bytes.withUnsafeBytes { buffer in
      var table = BurstTable(capacity: 2)
      var room = 1 << 16
      _ = table.collect(from: buffer, at: 0, room: &room, slack: 0)
      let burst = try XCTUnwrap(table.burst(base: buffer.baseAddress!))
      let output = try written(provides: .batch) { writer in
        try writer.begin(begin)
        writer.pass(burst[0])
        try writer.end(end)
        writer.pass(burst[1])
        XCTAssertEqual(writer.takeMisuse()?.kind, .pointOutsideBatch)
      }
      XCTAssertEqual(
        try responses(output), [.begin(begin), .point(Samples.turbine(1)), .end(end)])
    }
  }

  func testABatchLeftOpenByAnEarlierWriterIsEndedByTheNext() throws {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)
    defer { memory.deallocate() }
    var writer = ResponseWriter(
      base: memory.baseAddress!, capacity: 4096, provides: .batch, openBatch: begin)
    let open = try XCTUnwrap(writer.openBatch)
    try writer.end(EndBatch(of: open, maximumTimeNanoseconds: 9))
    XCTAssertEqual(
      try responses(Array(memory.prefix(writer.count))),
      [
        .end(
          EndBatch(name: "cpu", group: "g", maximumTimeNanoseconds: 9, tags: ["a": "b"]))
      ])
  }

  func testSizesThatWouldKillKapacitorAreSentAsUnknown() throws {
    for (size, sent) in [(-1, 0), (.min, 0), (.max, 0), (0, 0), (1 << 20, 1 << 20), (5, 5)]
      as [(Int64, Int64)]
    {
      var batch = begin
      batch.size = size
      let output = try written { try $0.begin(batch) }
      batch.size = sent
      XCTAssertEqual(try responses(output), [.begin(batch)])
    }
  }
}
