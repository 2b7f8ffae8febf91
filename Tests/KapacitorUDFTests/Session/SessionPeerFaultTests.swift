import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

/// What a peer does that Kapacitor never would: one line, one ErrorResponse, the end; never a trap.
final class SessionPeerFaultTests: XCTestCase {
  private let stream = ScriptedUDF()
  private let batch = ScriptedUDF(wants: .batch, provides: .batch)

  private func fault(
    _ udf: ScriptedUDF, _ frames: [[UInt8]], expecting requests: [Request] = [start],
    line: UInt = #line
  ) throws -> String {
    let answers = try SessionVerifier(udf).check(frames, requests)
    let text = try XCTUnwrap(errorText(answers), line: line)
    XCTAssertFalse(text.contains("\n"), line: line)
    return text
  }

  func testFramesThatHoldNothing_endTheSession() throws {
    for frame: [UInt8] in [[0], [2, 0x3a, 0], [3, 0xf8, 0x01, 5], [2, 0x08, 1]] {
      XCTAssertEqual(
        try fault(stream, [start.frame(), frame]),
        "Request holds none of the protocol's messages: the peer speaks another version or is broken"
      )
    }
  }

  func testFrameOverTheLimit_isNamedAtOnce_beforeItsBytesCome() throws {
    var configuration = SessionConfiguration()
    configuration.maximumFrameBytes = 100
    var driver = SessionDriver(stream, configuration: configuration)
    try driver.send(start)
    XCTAssertEqual(try driver.feed([0x65]).state, .finished)
    XCTAssertEqual(
      errorText(driver.answers),
      "frame of 101 bytes is over the limit of 100 bytes (max_frame_bytes): send less at once or"
        + " raise the limit")
  }

  func testLengthThatNeverEnds_endsTheSession() throws {
    let text = try fault(
      stream, [start.frame(), [UInt8](repeating: 0x80, count: 10)])
    XCTAssertTrue(text.contains("longer than 10 bytes"), text)
  }

  func testDataBeforeInit_endsTheSession() throws {
    XCTAssertTrue(
      try fault(stream, [Request.point(numbered(1)).frame()], expecting: [])
        .contains("before Init"))
    XCTAssertTrue(
      try fault(batch, [Request.begin(begin()).frame()], expecting: []).contains("before Init"))
    XCTAssertTrue(
      try fault(batch, [Request.end(end()).frame()], expecting: []).contains("not begun"))
    XCTAssertTrue(
      try fault(batch, [Request.snapshot.frame()], expecting: []).contains("before Init"))
    XCTAssertTrue(
      try fault(batch, [Request.restore(.init()).frame()], expecting: []).contains("before Init"))
  }

  func testSecondInit_endsTheSession() throws {
    XCTAssertEqual(
      try fault(stream, [start.frame(), start.frame()]),
      "a second Init came: the peer is not Kapacitor")
  }

  func testWrongEdge_endsTheSession() throws {
    XCTAssertTrue(
      try fault(stream, [start.frame(), Request.begin(begin()).frame()])
        .hasPrefix("a batch begins, but this UDF wants a stream"))
    XCTAssertTrue(
      try fault(batch, [start.frame(), Request.point(numbered(1)).frame()])
        .hasPrefix("a point came outside of a batch, but this UDF wants batches"))
  }

  func testBatchesOutOfOrder_endTheSession() throws {
    XCTAssertEqual(
      try fault(
        batch, [start.frame(), Request.begin(begin()).frame(), Request.begin(begin()).frame()]),
      "a batch begins inside another: the peer is not Kapacitor")
    XCTAssertEqual(
      try fault(batch, [start.frame(), Request.end(end()).frame()]),
      "a batch ends that was not begun: the peer is not Kapacitor")
  }

  func testNothingFollowsAnError_andNothingMoreIsRead() throws {
    var driver = SessionDriver(stream)
    try driver.send(start)
    try driver.feed([0] + Request.point(numbered(1)).frame())
    XCTAssertEqual(driver.session.phase, .finished)
    let count = driver.output.count
    XCTAssertEqual(try driver.feed(Request.snapshot.frame()).state, .finished)
    try driver.end()
    XCTAssertEqual(driver.output.count, count)
    XCTAssertEqual(driver.session.counters.faults, 1)
  }

  func testPointInAnUnusualEnvelope_isServed() throws {
    let point = numbered(1).encoded()
    // Field 17 in two pieces, which protobuf merges, and an unknown field between them.
    let body: [UInt8] =
      [0x8a, 0x01, UInt8(point.count)] + point + [0x98, 0x06, 5, 0x8a, 0x01, 0]
    let frame = [UInt8(body.count)] + body
    let answers = try SessionVerifier(stream).check(
      [start.frame(), frame, Request.point(numbered(2)).frame()], [start])
    XCTAssertEqual(answers.points, [numbered(1), numbered(2)])
  }

  func testHalfAFrameAtTheEnd_isNoFault() throws {
    var driver = SessionDriver(stream)
    try driver.send(start)
    let frame = Request.point(numbered(1)).frame()
    let progress = try driver.feed(frame.dropLast())
    XCTAssertEqual(progress.pendingFrameBytes, frame.count)
    try driver.end()
    XCTAssertNil(driver.session.fault)
    XCTAssertEqual(driver.answers.responses.count, 1)
  }
}
