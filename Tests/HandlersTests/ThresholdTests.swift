import Handlers
import KapacitorUDF
import KapacitorUDFTesting
import XCTest

final class ThresholdTests: XCTestCase {
  private func score(_ answer: Point?) -> (Double?, Double?) {
    (answer?.fields["anomaly_score"]?.number, answer?.fields["anomaly_status"]?.number)
  }

  func testScore_isTheDistanceFromTheMeanBefore_inStandardDeviations() throws {
    var test = try HandlerTest(
      Threshold.self, options: ["field": "value", "threshold": 2.0, "window_size": 4])
    for value in [1.0, 3.0] {
      let (score, status) = score(try test.point(fields: ["value": .double(value)]))
      XCTAssertEqual(score, value == 1.0 ? 0 : .some(0))
      XCTAssertEqual(status, 0)
    }
    // Window 1, 3: mean 2, standard deviation 1.
    let near = score(try test.point(fields: ["value": 3.5]))
    XCTAssertEqual(near.0!, 1.5, accuracy: 1e-12)
    XCTAssertEqual(near.1, 0)
    // Window 1, 3, 3.5: mean 2.5, variance 7/6.
    let far = score(try test.point(fields: ["value": 5.5]))
    XCTAssertEqual(far.0!, 3 / (7.0 / 6).squareRoot(), accuracy: 1e-12)
    XCTAssertEqual(far.1, 1)
    try test.checkEverywhere()
  }

  func testWindow_forgetsTheOldest_andAgreesWithAPlainCalculation() throws {
    var test = try HandlerTest(Threshold.self, options: ["field": "v", "window_size": 5])
    var seed: UInt64 = 7
    var values: [Double] = []
    for _ in 0..<60 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(seed >> 40) / 1000
      let window = values.suffix(5)
      var expected = 0.0
      if window.count > 1 {
        let mean = window.reduce(0, +) / Double(window.count)
        let variance =
          window.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(window.count)
        expected = abs(value - mean) / variance.squareRoot()
      }
      let answer = try test.point(fields: ["v": .double(value)])
      XCTAssertEqual(score(answer).0!, expected, accuracy: 1e-9 * max(1, expected))
      values.append(value)
    }
  }

  func testConstantValues_thenAJump_isFlagged_andFinite() throws {
    var test = try HandlerTest(Threshold.self, options: ["field": "v"])
    for _ in 0..<5 { XCTAssertEqual(score(try test.point(fields: ["v": 5])).0, 0) }
    let jump = score(try test.point(fields: ["v": 6]))
    XCTAssertEqual(jump.0, RollingWindow.maximumDistance)
    XCTAssertEqual(jump.1, 1)
  }

  func testGroups_haveWindowsOfTheirOwn() throws {
    var test = try HandlerTest(Threshold.self, options: ["field": "v"])
    for number in 0..<10 {
      _ = try test.point(fields: ["v": .double(Double(number % 2))], tags: ["host": "a"])
      let other = try test.point(
        fields: ["v": .double(1000 + Double(number % 2))], tags: ["host": "b"])
      XCTAssertEqual(score(other).1, 0)
    }
    try test.checkEverywhere()
  }

  func testSnapshot_isRestoredExactly_andRefusedForAnotherWindow() throws {
    var first = try HandlerTest(Threshold.self, options: ["field": "v", "window_size": 3])
    for number in [1.0, 2, 4, 8, 16] { _ = try first.point(fields: ["v": .double(number)]) }
    let snapshot = try first.snapshot()
    XCTAssertFalse(snapshot.isEmpty)
    var second = try HandlerTest(Threshold.self, options: ["field": "v", "window_size": 3])
    try second.restore(snapshot)
    XCTAssertEqual(
      try first.point(fields: ["v": 32.5]), try second.point(fields: ["v": 32.5]))
    XCTAssertEqual(try first.snapshot(), try second.snapshot())

    let log = MemoryLog()
    var third = try HandlerTest(
      Threshold.self, options: ["field": "v", "window_size": 4],
      services: HandlerServices(log: log))
    try third.restore(snapshot)
    XCTAssertTrue(log.messages(.warning).contains { $0.contains("an option changed") })
    XCTAssertEqual(score(try third.point(fields: ["v": 32.5])).0, 0)
  }

  func testThresholdMayChange_withoutLosingTheState() throws {
    var first = try HandlerTest(Threshold.self, options: ["field": "v", "threshold": 3.0])
    for number in [1.0, 2, 4] { _ = try first.point(fields: ["v": .double(number)]) }
    var second = try HandlerTest(Threshold.self, options: ["field": "v", "threshold": 9.0])
    try second.restore(try first.snapshot())
    XCTAssertEqual(score(try second.point(fields: ["v": 5.0])).0! > 0, true)
  }

  func testMissingField_isDropped_andCounted() throws {
    var test = try HandlerTest(Threshold.self, options: ["field": "v"])
    XCTAssertNil(try test.point(fields: ["other": 1.0]))
    XCTAssertNil(try test.point(fields: ["v": "text"]))
    XCTAssertNil(try test.point(fields: ["v": .double(.nan)]))
    XCTAssertEqual(test.driver.session.counters.output.missing, 3)
    XCTAssertEqual(test.driver.session.counters.output.dropped, 3)
  }

  func testOutputsThatThePointHasAlready_areReplaced_evenOfAnotherType() throws {
    var test = try HandlerTest(Threshold.self, options: ["field": "v"])
    let answer = try test.point(fields: ["v": 1, "anomaly_score": "text", "anomaly_status": true])
    XCTAssertEqual(answer?.fields, ["v": 1, "anomaly_score": 0.0, "anomaly_status": 0.0])
  }

  func testOptions_areCheckedByName() throws {
    for (options, text): (KeyValuePairs<String, OptionArguments>, String) in [
      ([:], "threshold: option field: is required; set it in the TICKscript: .field(STRING)"),
      (
        ["field": "v", "window_size": 1],
        "threshold: option window_size: expects an INT from 2 to 1000000, got 1"
      ),
      (
        ["field": "v", "threshold": 3],
        "threshold: option threshold: expects DOUBLE, got INT 3: write 3.0"
      ),
      (
        ["field": "v", "size": 3],
        "threshold: option size: is not declared; known are field, threshold, window_size"
      ),
    ] {
      XCTAssertThrowsError(try HandlerTest(Threshold.self, options: options).check()) {
        XCTAssertEqual("\($0)", text)
      }
    }
  }
}

extension HandlerTest {
  /// For a test whose making is what is tested.
  consuming func check() {}
}
