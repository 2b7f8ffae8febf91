import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

/// Sessions that go on in another process.
final class SessionStateTests: XCTestCase {
  private let udf = ScriptedUDF(
    name: "u", wants: .batch, provides: .batch, options: [.string("field", default: "x")])

  private func states() throws -> [SessionState] {
    var driver = SessionDriver(udf)
    var states = [driver.session.state]
    for request: Request in [
      .info,
      .initialize(
        InitRequest(
          options: [Option(name: "field", values: [.string("ä")])], taskID: "t", nodeID: "n")),
      .begin(begin(size: 3)), .point(batched(1)), .end(end()), .end(end()),
    ] {
      try driver.send(request)
      states.append(driver.session.state)
    }
    return states
  }

  func testState_survivesItsEncoding_inEveryPhase() throws {
    let states = try states()
    XCTAssertEqual(
      states.map(\.phase),
      [.opening, .opening] + Array(repeating: .running, count: 4) + [.finished])
    for state in states {
      XCTAssertEqual(try SessionState(decoding: state.encoded()), state)
    }
  }

  func testDamagedStates_areRefused_neverTrapped() throws {
    for state in try states() {
      let bytes = state.encoded()
      for count in 0..<bytes.count {
        XCTAssertThrowsError(try SessionState(decoding: Array(bytes.prefix(count))))
      }
      for index in bytes.indices {
        var damaged = bytes
        damaged[index] ^= 0x41
        XCTAssertThrowsError(try SessionState(decoding: damaged))
      }
    }
  }

  func testStateOfAnotherUDF_isRefused() throws {
    let state = try XCTUnwrap(states().last)
    do {
      _ = try UDFSession(resuming: state, checkpoint: [], definition: ScriptedUDF(name: "other"))
      XCTFail("must be refused")
    } catch {
      XCTAssertEqual(
        error, .refused("the session's state is of UDF u, not of other"))
    }
  }

  func testCheckpointThatDoesNotFit_isRefused() throws {
    var driver = SessionDriver(udf)
    try driver.send(start)
    do {
      _ = try UDFSession(
        resuming: driver.session.state, checkpoint: [1, 2, 3], definition: udf)
      XCTFail("must be refused")
    } catch {
      XCTAssertTrue("\(error)".hasPrefix("u: cannot go on: "), "\(error)")
    }
  }

  func testGeneration_growsOnlyWithChanges() throws {
    var driver = SessionDriver(ScriptedUDF())
    let before = driver.session.stateGeneration
    try driver.send(start)
    let running = driver.session.stateGeneration
    XCTAssertGreaterThan(running, before)
    for number in 1...50 { try driver.send(.point(numbered(number))) }
    try driver.send(.keepalive(.init(timeNanoseconds: 1)))
    try driver.send(.snapshot)
    XCTAssertEqual(driver.session.stateGeneration, running)
  }

  func testFrameOnWhichTheProcessDied_isHandledByPolicy() throws {
    for (policy, count) in [(PointFailurePolicy.pass, 1), (.drop, 0)] {
      let udf = ScriptedUDF(policy: policy) { handler in
        handler.onPoint = { _, _ in XCTFail("the handler must not see it") }
      }
      var driver = SessionDriver(udf)
      try driver.send(start)
      try driver.bypass(.point(numbered(1)))
      XCTAssertEqual(driver.answers.points.count, count)
      XCTAssertEqual(driver.session.phase, .running)
    }
  }

  func testEveryKindOfFrame_canBeBypassed() throws {
    let udf = ScriptedUDF(wants: .batch, provides: .batch) { handler in
      handler.onBegin = { _, _ in XCTFail("the handler must not see it") }
      handler.onSnapshot = {
        XCTFail("the handler must not be asked")
        return nil
      }
    }
    var driver = SessionDriver(udf)
    try driver.send(start)
    try driver.bypass(.snapshot)
    try driver.bypass(.restore(RestoreRequest(snapshot: [1])))
    try driver.bypass(.begin(begin()))
    try driver.send(.point(batched(1)))
    try driver.bypass(.end(end()))
    XCTAssertEqual(driver.answers.batches.map(\.points), [[batched(1)]])
    var other = SessionDriver(udf)
    try other.bypass(start)
    XCTAssertEqual(other.progress.state, .finished)
  }
}
