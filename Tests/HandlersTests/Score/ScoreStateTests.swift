import KapacitorUDF
import KapacitorUDFTesting
import Settings
import UDFWire
import XCTest

@testable import Handlers

final class ScoreStateTests: XCTestCase {
  private let rule: SettingTable = [
    "options": ["size": 4],
    "set": [
      "mean": "rollingMean(\"x\", size)", "std": "rollingStd(\"x\", 3)",
      "median": "rollingMedian(\"x\", 5s)", "ewma": "ewma(\"x\", 0.3)", "sigma": "sigma(\"x\")",
      "count": "count()", "streak": "streak(\"x\" > 0.5)", "most": "rollingMax(\"x\", 10s)",
      "lag": "lag(\"x\", 2)", "rate": "rate(\"x\")", "gone": "elapsed() / 1ms",
    ],
    "on_nonfinite": "omit",
  ]

  private func point(_ step: Int) -> Point {
    .point(
      fields: ["x": .double(Double(step * 7919 % 1000) / 997)],
      tags: ["host": ["a", "b", "c"][step % 3]], timeNanoseconds: Int64(step) * 700_000_000)
  }

  /// A task that is restored goes on as if it had never stopped, bit for bit, wherever it stopped.
  func testRestoringContinuesExactly() throws {
    let steps = 60
    var whole = try HandlerTest(score(rule))
    let expected = try whole.points((0..<steps).map(point))
    for stop in 0...steps {
      var before = try HandlerTest(score(rule))
      if stop > 0 { _ = try before.points((0..<stop).map(point)) }
      var after = try HandlerTest(score(rule))
      try after.restore(before.snapshot())
      guard stop < steps else { continue }
      XCTAssertEqual(try after.points((stop..<steps).map(point)), Array(expected[stop...]))
    }
  }

  func testGroupsHaveStatesOfTheirOwn() throws {
    var test = try HandlerTest(score(["set": ["n": "count()"]]))
    let answers = try test.points((0..<6).map(point))
    XCTAssertEqual(answers.map { $0.fields["n"] }, [1, 1, 1, 2, 2, 2].map { .int($0) })
  }

  func testTheLongestIdleGroupLeaves() throws {
    var test = try HandlerTest(score(["set": ["n": "count()"], "max_groups": 2]))
    let answers = try test.points((0..<6).map(point))
    // Three groups in turn, two are kept: each has left when it comes again.
    XCTAssertEqual(answers.map { $0.fields["n"] }, [1, 1, 1, 1, 1, 1].map { .int($0) })
  }

  /// A changed window is another state: the task starts clean.
  func testAnotherLayoutStartsClean() throws {
    var before = try HandlerTest(score(["set": ["m": "rollingMean(\"x\", 3)"]]))
    _ = try before.points((0..<5).map(point))
    var after = try HandlerTest(score(["set": ["m": "rollingMean(\"x\", 4)"]]))
    try after.restore(before.snapshot())
    XCTAssertEqual(
      try after.point(fields: ["x": .double(8)])?.fields["m"], .double(8))
  }

  func testStateAdvancesOnlyWhereWhenHolds() throws {
    var test = try HandlerTest(score(["when": "\"x\" > 0.0", "set": ["n": "count()"]]))
    _ = try test.point(fields: ["x": .double(-1)])
    XCTAssertEqual(try test.point(fields: ["x": .double(1)])?.fields["n"], .int(1))
  }

  func testALetThatWhenUsesSeesEveryPoint() throws {
    var test = try HandlerTest(
      score([
        "when": "n > 2", "let": ["n": "count()"], "set": ["n": "n"],
      ]))
    XCTAssertNil(try test.point(fields: ["x": .double(1)])?.fields["n"])
    XCTAssertNil(try test.point(fields: ["x": .double(1)])?.fields["n"])
    XCTAssertEqual(try test.point(fields: ["x": .double(1)])?.fields["n"], .int(3))
  }
}
