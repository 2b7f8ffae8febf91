import KapacitorUDF
import KapacitorUDFTesting
import Settings
import UDFWire
import XCTest

@testable import Handlers
@testable import ModelRuntime

/// A burst that is evaluated column by column gets the answers that its points get one by one.
final class ScoreColumnTests: XCTestCase {
  private struct Chance {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
  }

  private var turbine: ModelStore {
    .with("turbine", .linear([100], intercept: -200, names: ["x"]))
  }

  private let rules: [SettingTable] = [
    ["set": ["double": "\"x\" * 2.0"]],
    ["set": ["age": "\"i\" - unixNano(\"time\")", "late": "unixNano(\"time\") > 100"]],
    [
      "model": "turbine", "when": "\"x\" > 3.0", "let": ["error": "prediction - \"x\""],
      "set": ["error": "error / \"x\""], "defaults": ["error": 0.0],
    ],
    [
      "model": "turbine", "when": "\"x\" > 3.0 AND \"host\" != 'c'",
      "set": ["error": "prediction", "label": "if(prediction > 300.0, 'high', \"host\")"],
      "otherwise": ["error": "-1.0", "why": "'idle ' + \"host\""], "emit": "when",
    ],
    [
      "set": ["n": "\"i\" / (\"i\" - 3)", "x": "\"i\" > 2"], "tags": ["level": "string(\"i\")"],
      "remove": ["text"], "on_error": "drop",
    ],
    ["set": ["root": "sqrt(\"x\")", "n": "1"], "emit": "\"x\" < 9.0 AND n == 1"],
    ["set": ["ratio": "\"x\" / 0.0"], "on_nonfinite": "default", "defaults": ["ratio": 7.0]],
    ["set": ["ratio": "log(\"x\" - 2.0)"], "on_nonfinite": "drop"],
    [
      "model": "turbine", "inputs": ["x": "\"i\" + 1"], "set": ["y": "prediction"],
      "on_missing": "pass", "defaults": ["y": 0.5],
    ],
  ]

  private func point(_ step: Int, _ chance: inout Chance, mixed: Bool) -> Point {
    var fields: OrderedMap<FieldValue> = [
      "x": .double(Double(chance.next(12)) - 1), "i": .int(Int64(chance.next(7))),
      "text": .string("text \(step)"),
    ]
    if mixed {
      switch chance.next(9) {
      case 0: fields["x"] = .int(5)
      case 1: fields["x"] = nil
      case 2: fields["error"] = .string("another type")
      case 3: fields["double"] = .int(1)
      default: break
      }
    }
    return .point(
      fields: fields, tags: ["host": ["a", "b", "c"][step % 3]], timeNanoseconds: Int64(step))
  }

  func testABurst_isAnsweredAsItsPointsAre() throws {
    var chance = Chance(state: 0x2468_ACE1_3579_BDF0)
    for (number, rule) in rules.enumerated() {
      for mixed in [false, true] {
        let points = (0..<200).map { point($0, &chance, mixed: mixed) }
        var together = try HandlerTest(score(rule, models: turbine))
        var apart = try HandlerTest(score(rule, models: turbine))
        let answers = try together.points(points)
        let expected = try points.flatMap { try apart.points([$0]) }
        XCTAssertEqual(answers, expected, "rule \(number), mixed: \(mixed)")
        XCTAssertFalse(answers.isEmpty, "rule \(number)")
      }
    }
  }

  /// That the test above tests something: alike points do go by columns.
  func testAlikePoints_goByColumns() throws {
    for rule in rules {
      let definition = try XCTUnwrap(score(rule, models: turbine) as? ScoreUDF)
      let options = try Options(definition.info.options, mentions: [])
      let setup = try definition.makeSetup(options: options, clock: SystemClock())
      var columns = try XCTUnwrap(ScoreColumns(setup))
      let frames = (0..<10).flatMap { step in
        Request.point(
          .point(
            fields: ["x": .double(4), "i": .int(7), "text": "t"], tags: ["host": "a"],
            timeNanoseconds: Int64(step))
        ).frame()
      }
      let store = try XCTUnwrap(PointStore(frames: frames))
      store.withBurst { burst in
        XCTAssertTrue(columns.load(burst))
        let isLeft = rule["emit"] != nil && rule["when"] == nil || rule["on_nonfinite"] != nil
        if !isLeft { XCTAssertTrue(columns.evaluate(10)) }
      }
    }
    let stateful = try XCTUnwrap(score(["set": ["n": "count()"]]) as? ScoreUDF)
    let setup = try stateful.makeSetup(
      options: Options(stateful.info.options, mentions: []), clock: SystemClock())
    XCTAssertNil(try ScoreColumns(setup))
  }
}
