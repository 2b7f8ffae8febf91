import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

final class SessionTimerTests: XCTestCase {
  private let udf = ScriptedUDF(provides: .batch) { handler in
    handler.onPoint = { [unowned handler] point, output in
      if !output.isBatchOpen {
        try output.begin(begin())
        handler.wakeTimeNanoseconds = point.timeNanoseconds + 10
      }
      output.pass(point)
    }
    handler.onTime = { [unowned handler] time, output in
      try output.end(end(at: time))
      handler.wakeTimeNanoseconds = nil
    }
  }

  func testTheTimeThatIsWanted_isPublished_andReached() throws {
    var driver = SessionDriver(udf)
    try driver.send(start)
    XCTAssertNil(driver.session.wakeTimeNanoseconds)
    try driver.send(.point(numbered(1)))
    XCTAssertEqual(driver.session.wakeTimeNanoseconds, 1_000_000_010)
    try driver.reach(timeNanoseconds: 1_000_000_020)
    XCTAssertEqual(driver.answers.batches.map(\.end), [end(at: 1_000_000_020)])
    XCTAssertNil(driver.session.wakeTimeNanoseconds)
    XCTAssertEqual(driver.session.counters.timers, 1)
  }

  func testTimerThatFails_isTakenBack() throws {
    let udf = ScriptedUDF(policy: .pass) { handler in
      handler.wakeTimeNanoseconds = 5
      handler.onTime = { _, output in
        try output.write(numbered(1))
        throw TestError()
      }
    }
    var driver = SessionDriver(udf)
    try driver.send(start)
    try driver.reach(timeNanoseconds: 6)
    XCTAssertEqual(driver.answers.points, [])
    XCTAssertEqual(driver.session.counters.output.failures, 1)
    XCTAssertEqual(driver.session.phase, .running)
  }

  func testTimerUnderThePolicyFail_endsTheTask() throws {
    let udf = ScriptedUDF(policy: .fail) { handler in
      handler.wakeTimeNanoseconds = 5
      handler.onTime = { _, _ in throw TestError() }
    }
    var driver = SessionDriver(udf)
    try driver.send(start)
    try driver.reach(timeNanoseconds: 6)
    XCTAssertEqual(driver.progress.state, .finished)
    XCTAssertEqual(errorText(driver.answers), "a test's error")
  }
}
