import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

final class SessionTests: XCTestCase {
  func testInfo_isAnsweredAtOnce_evenWhileModelsLoad() throws {
    var driver = SessionDriver(WaitingUDF())
    try driver.send(.info)
    XCTAssertEqual(
      driver.answers.responses,
      [.info(InfoResponse(options: ["x": OptionInfo(valueTypes: [.int])]))])
    XCTAssertEqual(driver.session.phase, .opening)
  }

  func testInit_waitsForTheDefinition_andIsAnsweredWhenItIsReady() throws {
    let udf = WaitingUDF()
    var driver = SessionDriver(udf)
    driver.expectAnswers(to: [start])
    let waiting = try driver.feed(start.frame() + Request.point(numbered(1)).frame())
    XCTAssertEqual(waiting, SessionProgress(consumed: 0, state: .waitingForDefinition))
    XCTAssertEqual(driver.session.taskID, "task")
    XCTAssertTrue(driver.answers.responses.isEmpty)
    udf.isReady.store(true, ordering: .relaxed)
    try driver.resume()
    XCTAssertEqual(
      driver.answers.responses,
      [.initialize(InitResponse(success: true)), .point(numbered(1))])
  }

  func testStream_isMirrored_howeverItIsCut() throws {
    let requests =
      [start] + (1...6).map { .point(numbered($0)) } + [
        .keepalive(.init(timeNanoseconds: 7)), .snapshot, .point(numbered(7)),
      ]
    let answers = try SessionVerifier(CodedUDF(Mirror.self)).check(requests)
    XCTAssertEqual(answers.points, (1...7).map { numbered($0) })
    XCTAssertEqual(answers.responses[7], .keepalive(KeepaliveResponse(timeNanoseconds: 7)))
    XCTAssertEqual(answers.responses[8], .snapshot(SnapshotResponse()))
  }

  func testBatches_areMirrored_howeverTheyAreCut() throws {
    let requests: [Request] = [
      start, .begin(begin(size: 2)), .point(batched(1)), .snapshot, .point(batched(2)),
      .keepalive(.init(timeNanoseconds: -1)), .end(end()), .begin(begin("empty")),
      .end(end("empty")),
    ]
    let answers = try SessionVerifier(CodedUDF(BatchMirror.self)).check(requests)
    XCTAssertEqual(
      answers.batches,
      [
        AnsweredBatch(begin: begin(size: 2), points: [batched(1), batched(2)], end: end()),
        AnsweredBatch(begin: begin("empty"), points: [], end: end("empty")),
      ])
  }
}
