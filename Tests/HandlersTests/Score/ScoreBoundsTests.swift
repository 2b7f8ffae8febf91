import KapacitorUDF
import KapacitorUDFTesting
import Settings
import UDFWire
import XCTest

@testable import Handlers
@testable import ModelRuntime

/// What a task may remember, and what becomes of the rest.
final class ScoreBoundsTests: XCTestCase {
  private func point(_ step: Int, group: String) -> Point {
    .point(
      fields: ["x": .double(Double(step))], tags: ["host": group],
      timeNanoseconds: Int64(step) * 1_000_000_000)
  }

  /// A window of 1,000 values takes some 24 kB: two groups of it fit into 64 KiB, three do not.
  private let rule: SettingTable = [
    "set": ["n": "count()", "mean": "rollingMean(\"x\", 1000)"], "max_state_bytes": "64KiB",
  ]

  func testGroupsBeyondTheBytes_leaveLongestIdleFirst() throws {
    var test = try HandlerTest(score(rule))
    for group in ["a", "b", "c"] {
      _ = try test.points((0..<1000).map { point($0, group: group) })
    }
    let again = try test.points(["b", "c", "a"].map { point(2000, group: $0) })
    XCTAssertEqual(again.map { $0.fields["n"] }, [.int(1001), .int(1001), .int(1)])
    XCTAssertGreaterThanOrEqual(test.driver.session.counters.output.evicted, 1)
  }

  func testOneGroupIsKept_howeverLarge() throws {
    var test = try HandlerTest(
      score([
        "set": ["n": "count()", "mean": "rollingMean(\"x\", 10000)"], "max_state_bytes": "64KiB",
      ]))
    let answers = try test.points((0..<9000).map { point($0, group: "a") })
    XCTAssertEqual(answers.last?.fields["n"], .int(9000))
    XCTAssertEqual(test.driver.session.counters.output.evicted, 0)
  }

  /// Who leaves depends on the points alone: not on how they came in bursts, nor on a restart.
  func testWhoLeaves_doesNotDependOnBurstsOrRestarts() throws {
    let models = ModelStore.with("turbine", .linear([2], intercept: 1, names: ["x"]))
    let rule: SettingTable = [
      "model": "turbine",
      "set": ["n": "count()", "mean": "rollingMean(prediction, 400)"],
      "max_state_bytes": "64KiB",
    ]
    let points = (0..<6000).map { step in
      point(step, group: ["a", "b", "c", "d", "e", "f", "g", "h"][(step * step / 97) % 8])
    }
    var together = try HandlerTest(score(rule, models: models))
    let expected = try together.points(points)
    var apart = try HandlerTest(score(rule, models: models))
    XCTAssertEqual(try points.flatMap { try apart.points([$0]) }, expected)
    XCTAssertGreaterThan(together.driver.session.counters.output.evicted, 3)
    for stop in [1, 777, 3000, 5999] {
      var before = try HandlerTest(score(rule, models: models))
      _ = try before.points(Array(points[..<stop]))
      var after = try HandlerTest(score(rule, models: models))
      try after.restore(before.snapshot())
      XCTAssertEqual(try after.points(Array(points[stop...])), Array(expected[stop...]), "\(stop)")
    }
  }

  // MARK: - Batches of a stream

  func testAGroupThatLeaves_isAnsweredFirst() throws {
    var test = try HandlerTest(
      score([
        "edge": "stream->batch", "emit_every": 10, "max_groups": 2, "set": ["y": "\"x\" * 2.0"],
      ]))
    _ = try test.points(["a", "b", "c"].enumerated().map { point($0, group: $1) })
    let batches = test.takeBatches()
    XCTAssertEqual(batches.map(\.begin.tags), [["host": "a"]])
    XCTAssertEqual(batches[0].points.map { $0.fields["y"] }, [.double(0)])
    XCTAssertEqual(test.driver.session.counters.output.evicted, 1)
    try test.end()
    XCTAssertEqual(test.takeBatches().map(\.begin.tags), [["host": "b"], ["host": "c"]])
  }

  func testWaitingPointsBeyondTheBytes_areAnsweredEarly() throws {
    var test = try HandlerTest(
      score([
        "edge": "stream->batch", "emit_every": "1h", "max_state_bytes": "64KiB",
        "set": ["y": "\"x\""],
      ]))
    let points = (0..<3000).map { point($0, group: $0 % 3 == 0 ? "a" : "b") }
    _ = try test.points(points)
    XCTAssertGreaterThan(test.driver.session.counters.output.evicted, 0)
    try test.end()
    XCTAssertEqual(test.takeBatches().map(\.points.count).reduce(0, +), 3000)
  }

  // MARK: - Known before models are

  func testKeepsState_followsFromTheExpressions() throws {
    let none = ModelStore.with("turbine", nil)
    let cases: [(SettingTable, Bool)] = [
      (["model": "turbine", "set": ["y": "prediction * 2.0"]], false),
      (["model": "turbine", "set": ["y": "rollingMean(prediction, 3)"]], true),
      (["let": ["n": "count()"], "when": "n > 3", "set": ["y": "1"]], true),
      (["set": ["y": "1"], "emit": "elapsed() > 1s"], true),
      (["edge": "batch->batch", "set": ["y": "\"x\" + 1.0"]], false),
      (["edge": "batch->batch", "set": ["y": "batchMean(\"x\")"]], true),
      (["edge": "batch->stream", "set": ["y": "\"x\""]], true),
      (["edge": "stream->batch", "emit_every": 3, "set": ["y": "\"x\""]], true),
    ]
    for (rule, expected) in cases {
      XCTAssertEqual(try score(rule, models: none).keepsState, expected, "\(rule)")
    }
  }

  func testWhatWritesNothing_isRemarkedOn() throws {
    func remarks(_ rule: SettingTable) throws -> [String] {
      try XCTUnwrap(score(rule) as? any RemarkableUDF).remarks
    }
    XCTAssertEqual(try remarks(["let": ["y": "1"]]).count, 1)
    XCTAssertTrue(try remarks(["edge": "batch->stream"])[0].contains("nothing is ever written"))
    XCTAssertEqual(try remarks(["set": ["y": "1"]]), [])
    XCTAssertEqual(try remarks(["emit": "\"x\" > 1.0"]), [])
    XCTAssertEqual(try remarks(["set": ["y": "1"], "tags": ["host": "'a'"]]).count, 1)
    XCTAssertEqual(try remarks(["set": ["y": "1"], "remove": ["host"]]).count, 1)
    XCTAssertEqual(try remarks(["set": ["y": "1"], "tags": ["level": "'a'"]]), [])
  }
}
