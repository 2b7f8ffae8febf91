import KapacitorUDF
import KapacitorUDFTesting
import XCTest

/// The kit finds what it is there to find.
final class HandlerTestTests: XCTestCase {
  func testRules_refuseWhatKapacitorWouldNotSurvive() throws {
    func refuse(_ responses: [Response], _ provides: EdgeType = .batch, line: UInt = #line) {
      var rules = ResponseRules(provides: provides)
      XCTAssertThrowsError(try rules.read(responses.flatMap { $0.frame() }), line: line)
    }
    let begin = BeginBatch(name: "b")
    let end = EndBatch(of: begin, maximumTimeNanoseconds: 1)
    refuse([.end(end)])
    refuse([.begin(begin), .begin(begin)])
    refuse([.begin(begin), .end(end), .end(end)])
    refuse([.begin(BeginBatch(name: "b", size: -1))])
    refuse([.begin(BeginBatch(name: "b", size: 1 << 40))])
    refuse([.point(numbered(1))])
    refuse([.begin(begin)], .stream)
    refuse([.snapshot(SnapshotResponse())])
    refuse([.initialize(InitResponse(success: true))])
    refuse([.error(ErrorResponse(error: "e")), .keepalive(KeepaliveResponse())])
    var rules = ResponseRules(provides: .stream)
    XCTAssertThrowsError(try rules.read([0]))
    XCTAssertThrowsError(try rules.read([2, 0x3a, 0]))
    XCTAssertThrowsError(try rules.read([5, 1]))
    XCTAssertThrowsError(try rules.read([5, 0x32, 3, 0x0a, 1, 0xff]))
  }

  func testHandlerWhoseAnswersDependOnTheCut_isFound() throws {
    let udf = ScriptedUDF { handler in
      handler.onPoints = { burst, output in output.pass(burst[burst.count - 1]) }
    }
    XCTAssertThrowsError(
      try SessionVerifier(udf).check([start, .point(numbered(1)), .point(numbered(2))])
    ) { XCTAssertTrue("\($0)".contains("differ"), "\($0)") }
  }

  func testHandlerThatForgetsStateInItsSnapshot_isFound() throws {
    let udf = ScriptedUDF { _, _ in
      let handler = ScriptedHandler()
      nonisolated(unsafe) var count = 0
      handler.onPoint = { point, output in
        count += 1
        if count % 2 == 0 { output.pass(point) }
      }
      return handler
    }
    let requests = [start] + (1...4).map { Request.point(numbered($0)) }
    XCTAssertThrowsError(
      try SessionVerifier(udf).restartEverywhere(requests.map { $0.frame() }, requests)
    ) { XCTAssertTrue("\($0)".contains("restart"), "\($0)") }
  }

  func testAuthorsTest_isAFewLines() throws {
    var test = try HandlerTest(Mirror.self)
    XCTAssertEqual(
      try test.point(fields: ["value": 1.5, "n": 3, "s": "x", "b": true], tags: ["host": "a"]),
      .point(fields: ["value": 1.5, "n": 3, "s": "x", "b": true], tags: ["host": "a"]))
    var batches = try HandlerTest(BatchMirror.self)
    let answer = try batches.batch(points: [.point(fields: ["v": 1.0], timeNanoseconds: 7)])
    XCTAssertEqual(answer.map(\.end.maximumTimeNanoseconds), [7])
    XCTAssertEqual(answer[0].points.map(\.name), [""])
    try test.checkEverywhere()
    try batches.checkEverywhere()
  }
}
