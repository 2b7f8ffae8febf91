import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

/// Output room, the spill, and what is larger than both.
final class SessionRoomTests: XCTestCase {
  func testPoints_areHandedOverAsFarAsTheirAnswersHaveRoom() throws {
    var session = UDFSession(
      definition: ScriptedUDF(), configuration: SessionConfiguration(outputRoomBytes: 2_000))
    let frame = Request.point(numbered(1)).frame()
    let input = start.frame() + Array(repeatElement(frame, count: 100).joined())
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 8_000, alignment: 16)
    defer { memory.deallocate() }
    var consumed = 0
    var calls = 0
    while consumed < input.count {
      var writer = ResponseWriter(base: memory, capacity: 8_000)
      let progress = input.withUnsafeBytes { bytes in
        session.process(UnsafeRawBufferPointer(rebasing: bytes[consumed...]), &writer)
      }
      XCTAssertGreaterThan(progress.consumed, 0)
      XCTAssertFalse(writer.overflowed)
      XCTAssertEqual(
        progress.state,
        consumed + progress.consumed < input.count ? .needsOutputRoom : .needsInput)
      consumed += progress.consumed
      calls += 1
    }
    XCTAssertEqual(session.counters.pointsOut, 100)
    XCTAssertLessThan(calls, 4)
  }

  func testAnswersBeyondTheirShare_goToTheSpill_inOrder() throws {
    let udf = ScriptedUDF { handler in
      handler.onPoint = { point, output in for _ in 0..<50 { output.pass(point) } }
    }
    let answers = try converse(udf, [start] + (1...5).map { .point(numbered($0)) })
    XCTAssertEqual(
      answers.points, (1...5).flatMap { number in (0..<50).map { _ in numbered(number) } })
  }

  func testAnswersBeyondTheSpill_endTheTaskInOneLine() throws {
    let udf = ScriptedUDF { handler in
      handler.onPoint = { point, output in for _ in 0..<1000 { try output.write(numbered(1)) } }
    }
    var driver = SessionDriver(udf, room: 4096, spillLimit: 10_000)
    try driver.send(start)
    try driver.send(.point(numbered(1)))
    XCTAssertEqual(driver.session.phase, .finished)
    XCTAssertEqual(
      errorText(driver.answers),
      "the handler's answers to 1 points are larger than the output may be (max_frame_bytes): answer"
        + " less at once")
  }

  func testEndOfABatchBeyondTheSpill_endsTheTaskInOneLine() throws {
    let udf = ScriptedUDF(wants: .batch, provides: .batch) { handler in
      handler.onEnd = { batch, output in
        for _ in 0..<1000 { try output.write(numbered(1)) }
        try output.end(batch)
      }
    }
    var driver = SessionDriver(udf, room: 4096, spillLimit: 10_000)
    try driver.send(start)
    try driver.send(.begin(begin()))
    try driver.send(.end(end()))
    XCTAssertEqual(driver.session.phase, .finished)
    XCTAssertNotNil(errorText(driver.answers))
  }

  func testPointLargerThanTheRoom_isServedThroughTheSpill() throws {
    var large = numbered(1)
    large.fields["text"] = .string(String(repeating: "x", count: 300_000))
    var driver = SessionDriver(ScriptedUDF(), room: 4096)
    try driver.send(start)
    try driver.feed(
      Request.point(numbered(0)).frame() + Request.point(large).frame()
        + Request.point(numbered(2)).frame())
    XCTAssertEqual(driver.answers.points, [numbered(0), large, numbered(2)])
  }

  func testHandlerThatClaimsAbsurdRoom_isServed() throws {
    for claim in [Int.max, Int.min, -1, 0] {
      let udf = ScriptedUDF { handler in handler.outputBytesPerPoint = claim }
      let answers = try converse(udf, [start] + (1...3).map { .point(numbered($0)) })
      XCTAssertEqual(answers.points.count, 3)
    }
  }

  func testBurstsAreLimited_andAllPointsArrive() throws {
    var configuration = SessionConfiguration(burstPoints: 7)
    configuration.outputRoomBytes = 1 << 16
    var driver = SessionDriver(ScriptedUDF(), configuration: configuration)
    try driver.send(start)
    try driver.feed((1...20).flatMap { Request.point(numbered($0)).frame() })
    XCTAssertEqual(driver.session.counters.bursts, 3)
    XCTAssertEqual(driver.answers.points.count, 20)
  }
}
