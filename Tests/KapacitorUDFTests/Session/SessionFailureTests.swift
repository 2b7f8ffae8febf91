import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

/// What becomes of points and batches that a handler fails on.
final class SessionFailureTests: XCTestCase {
  private let requests = [start] + (1...4).map { Request.point(numbered($0)) }

  private static func isEven(_ point: PointView) throws -> Bool {
    guard case .int(let number)? = try point.decoded().fields["n"] else { return false }
    return number % 2 == 0
  }

  /// Fails on even points, after it has written something for them.
  private func failing(_ policy: PointFailurePolicy) -> ScriptedUDF {
    ScriptedUDF(policy: policy) { handler in
      handler.onPoint = { point, output in
        output.pass(point)
        if try Self.isEven(point) {
          output.pass(point)
          try output.write(numbered(99))
          throw TestError()
        }
      }
    }
  }

  func testPass_passesThePointUnchanged_andTakesBackWhatWasWritten() throws {
    let answers = try converse(failing(.pass), requests)
    XCTAssertEqual(answers.points, (1...4).map { numbered($0) })
  }

  func testDrop_leavesThePointOut() throws {
    let answers = try converse(failing(.drop), requests)
    XCTAssertEqual(answers.points, [numbered(1), numbered(3)])
  }

  func testFail_endsTheTaskWithTheText_afterWhatWasAnswered() throws {
    let answers = try converse(failing(.fail), requests, restarts: false)
    XCTAssertEqual(answers.points, [numbered(1)])
    XCTAssertEqual(errorText(answers), "a test's error")
  }

  func testFailures_areCountedAlways_andLoggedAtALimitedRate() throws {
    let log = MemoryLog()
    let clock = ManualClock(nanoseconds: 1)
    var driver = SessionDriver(
      failing(.drop), services: HandlerServices(log: log, clock: clock))
    try driver.send(start)
    for number in 0..<100 { try driver.send(.point(numbered(number * 2))) }
    XCTAssertEqual(driver.session.counters.output.failures, 100)
    XCTAssertEqual(driver.session.counters.output.dropped, 100)
    XCTAssertEqual(driver.session.counters.pointsIn, 100)
    XCTAssertEqual(driver.session.counters.pointsOut, 0)
    XCTAssertEqual(
      log.messages(.warning),
      ["the handler failed on a point (policy drop): a test's error"])
    clock.advance(by: .seconds(11))
    try driver.send(.point(numbered(2)))
    XCTAssertEqual(
      log.messages(.warning).last,
      "the handler failed on a point (policy drop): a test's error (and 99 more like it since the"
        + " last such line)")
  }

  func testTaskFailure_endsTheTask_whateverThePolicy() throws {
    let udf = ScriptedUDF(policy: .pass) { handler in
      handler.onPoint = { _, _ in throw TaskFailure("nothing makes sense") }
    }
    let answers = try converse(udf, requests, restarts: false)
    XCTAssertEqual(errorText(answers), "nothing makes sense")
  }

  func testBurstHandlerThatThrows_failsItsWholeBurst() throws {
    let udf = ScriptedUDF(policy: .pass) { handler in
      handler.onPoints = { burst, output in
        for index in burst.indices { output.pass(burst[index]) }
        throw TestError()
      }
    }
    var driver = SessionDriver(udf)
    driver.expectAnswers(to: requests)
    try driver.feed(requests.flatMap { $0.frame() })
    XCTAssertEqual(driver.answers.points, (1...4).map { numbered($0) })
    XCTAssertEqual(driver.session.counters.output.failures, 4)
    XCTAssertEqual(driver.session.counters.pointsOut, 4)
  }

  func testBurstHandler_reportsPointsByThemselves() throws {
    for (policy, numbers) in [(PointFailurePolicy.pass, [1, 2, 3, 4]), (.drop, [1, 3])] {
      let udf = ScriptedUDF(policy: policy) { handler in
        handler.onPoints = { burst, output in
          for index in burst.indices {
            if try Self.isEven(burst[index]) {
              try output.fail(burst[index], TestError())
            } else {
              output.pass(burst[index])
            }
          }
        }
      }
      XCTAssertEqual(try converse(udf, requests).points, numbers.map { numbered($0) })
    }
  }

  func testBeginThatFails_isPassedOrDroppedWithItsBatch() throws {
    let batches: [Request] = [
      start, .begin(begin("bad")), .point(batched(1)), .end(end("bad")), .begin(begin("good")),
      .point(batched(2)), .end(end("good")),
    ]
    for (policy, names) in [(PointFailurePolicy.pass, ["bad", "good"]), (.drop, ["good"])] {
      let udf = ScriptedUDF(wants: .batch, provides: .batch, policy: policy) { handler in
        handler.onBegin = { batch, output in
          try output.begin(batch)
          if batch.name == "bad" { throw TestError() }
        }
        handler.onPoint = { point, output in
          XCTAssertEqual(output.openBatch?.name, "good")
          output.pass(point)
        }
      }
      let answers = try converse(udf, batches)
      XCTAssertEqual(answers.batches.map(\.begin.name), names)
      XCTAssertEqual(answers.batches.map(\.points.count), names.map { _ in 1 })
    }
    let udf = ScriptedUDF(wants: .batch, provides: .batch, policy: .fail) { handler in
      handler.onBegin = { _, _ in throw TestError() }
    }
    XCTAssertEqual(errorText(try converse(udf, batches, restarts: false)), "a test's error")
  }

  func testEndThatFails_stillEndsTheBatch() throws {
    for policy in [PointFailurePolicy.pass, .drop] {
      let udf = ScriptedUDF(wants: .batch, provides: .batch, policy: policy) { handler in
        handler.onEnd = { batch, output in
          try output.end(batch)
          try output.begin(begin("another"))
          throw TestError()
        }
      }
      let answers = try converse(
        udf, [start, .begin(begin()), .point(batched(1)), .end(end(at: 77))])
      XCTAssertEqual(answers.batches.map(\.begin.name), ["batch"])
      XCTAssertEqual(answers.batches[0].end, end(at: 77))
    }
  }

  func testMalformedPoint_isPassedOnOrDropped_andItsNeighboursAreServed() throws {
    // A field whose length reaches beyond the point.
    let malformed: [UInt8] = [5, 0x8a, 0x01, 2, 0x42, 0x7f]
    let udf = ScriptedUDF(policy: .drop) { handler in
      handler.onPoint = { point, output in
        _ = try point.decoded()
        output.pass(point)
      }
    }
    let frames = [
      start.frame(), Request.point(numbered(1)).frame(), malformed,
      Request.point(numbered(2)).frame(),
    ]
    let answers = try SessionVerifier(udf).check(frames, [start])
    XCTAssertEqual(answers.points, [numbered(1), numbered(2)])
  }
}
