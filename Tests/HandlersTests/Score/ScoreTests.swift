import KapacitorUDF
import KapacitorUDFTesting
import Settings
import UDFWire
import XCTest

@testable import Handlers
@testable import ModelRuntime

final class ScoreTests: XCTestCase {
  private var turbine: ModelStore {
    .with("turbine", .linear([100], intercept: -200, names: ["wind_speed"]))
  }

  private let windRule: SettingTable = [
    "model": "turbine",
    "when": "\"wind_speed\" > cut_in AND \"wind_speed\" <= cut_out AND \"grid_active_power\" > 0.0",
    "options": ["threshold": 0.15, "cut_in": 3.0, "cut_out": 14.0],
    "let": ["error": "abs(prediction - \"grid_active_power\") / \"grid_active_power\""],
    "set": [
      "anomaly_status":
        "if(error <= threshold, 0.0, if(error < 0.3, 0.3, if(error < 0.6, 0.6, 1.0)))"
    ],
    "defaults": ["anomaly_status": 0.0],
  ]

  func testAnswersAsTheCodedWindTurbine() throws {
    var configured = try HandlerTest(score(windRule, models: turbine))
    let kind: SettingTable = ["model": "turbine"]
    var coded = try HandlerTest(
      WindTurbineKind.makeDefinition(udf: "test", settings: kind, models: turbine))
    for step in 0..<200 {
      let speed = Double(step % 17)
      let power = Double(step * 37 % 1500) - 50
      let point: OrderedMap<FieldValue> = [
        "wind_speed": .double(speed), "grid_active_power": .double(power),
      ]
      let ours = try configured.point(fields: point)
      let theirs = try coded.point(fields: point)
      XCTAssertEqual(
        ours?.fields["anomaly_status"], theirs?.fields["anomaly_status"], "\(speed) \(power)")
    }
  }

  func testCutAtEveryByteAndRestartedAtEveryFrame() throws {
    var test = try HandlerTest(score(windRule, models: turbine))
    _ = try test.points(
      (0..<4).map { step in
        .point(
          fields: [
            "wind_speed": .double(Double(step * 4)),
            "grid_active_power": .double(Double(step * 90)),
          ], timeNanoseconds: Int64(step))
      })
    try test.checkEverywhere()
  }

  /// A category is text, of a field or a tag, or an integer for its digits.
  func testCategories() throws {
    let model = Model(
      metadata: Model.linear([1], intercept: 0).metadata,
      inputs: [
        ModelInput(name: "site", kind: .category), ModelInput(name: "kind", kind: .category),
      ],
      outputs: [ModelOutput(name: "prediction")],
      evaluator: LinearEvaluator(coefficients: [1, 1e-9], intercept: 0))
    let settings: SettingTable = [
      "model": "m", "on_missing": "pass", "on_error": "pass", "set": ["code": "prediction"],
      "inputs": ["kind": "if(\"a\" > 0, 'up', 'down')"],
    ]
    var test = try HandlerTest(score(settings, models: .with("m", model)))
    let up = 1e-9 * CategoryCode.number(for: "up")
    func code(_ fields: OrderedMap<FieldValue>, tags: OrderedMap<String> = [:]) throws
      -> FieldValue?
    {
      try test.point(fields: fields, tags: tags)?.fields["code"]
    }
    let west = FieldValue.double(CategoryCode.number(for: "west") + up)
    XCTAssertEqual(try code(["a": .int(1), "site": .string("west")]), west)
    XCTAssertEqual(try code(["a": .int(1)], tags: ["site": "west"]), west)
    let seven = FieldValue.double(CategoryCode.number(for: "7") + up)
    XCTAssertEqual(try code(["a": .int(1), "site": .int(7)]), seven)
    XCTAssertEqual(try code(["a": .int(1), "site": .double(7)]), seven)
    for wrong in [FieldValue.double(7.5), .bool(true)] {
      XCTAssertNil(try code(["a": .int(1), "site": wrong]), "\(wrong)")
    }
    XCTAssertTrue(
      problem(
        ["model": "m", "inputs": ["kind": "\"a\" > 0.0"]], models: .with("m", model)
      ).contains("this input is a category, this is a bool"))
  }

  func testABurstIsScoredAsSinglePointsAre() throws {
    var test = try HandlerTest(score(windRule, models: turbine))
    let points = (0..<150).map { step in
      Point.point(
        fields: [
          "wind_speed": .double(Double(step % 16)), "grid_active_power": .double(Double(step * 9)),
        ], timeNanoseconds: Int64(step))
    }
    let together = try test.points(points)
    var single = try HandlerTest(score(windRule, models: turbine))
    for (index, point) in points.enumerated() {
      let answer = try single.point(fields: point.fields, timeNanoseconds: point.timeNanoseconds)
      XCTAssertEqual(together[index].fields, answer?.fields)
    }
  }

  func testOptionsComeFromTheTICKscript() throws {
    let fields: OrderedMap<FieldValue> = [
      "wind_speed": .double(5), "grid_active_power": .double(250),
    ]
    var strict = try HandlerTest(score(windRule, models: turbine))
    XCTAssertEqual(try strict.point(fields: fields)?.fields["anomaly_status"], .double(0.3))
    var lax = try HandlerTest(score(windRule, models: turbine), options: ["threshold": 0.5])
    XCTAssertEqual(try lax.point(fields: fields)?.fields["anomaly_status"], .double(0))
  }

  func testOutputTypesFollowTheExpressions() throws {
    var test = try HandlerTest(
      score([
        "set": [
          "f": "\"i\" / 2.0", "i": "\"i\" / 2", "s": "string(\"i\") + 'x'", "b": "\"i\" > 3",
        ]
      ]))
    let answer = try test.point(fields: ["i": .int(7)])
    XCTAssertEqual(answer?.fields["f"], .double(3.5))
    XCTAssertEqual(answer?.fields["i"], .int(3))
    XCTAssertEqual(answer?.fields["s"], .string("7x"))
    XCTAssertEqual(answer?.fields["b"], .bool(true))
  }

  func testTagsAndRemovals() throws {
    var test = try HandlerTest(
      score([
        "set": ["twice": "\"x\" * 2.0"], "tags": ["level": "if(\"x\" > 1.0, 'high', 'low')"],
        "remove": ["x", "old"],
      ]))
    let answer = try test.point(fields: ["x": .double(2)], tags: ["old": "1", "host": "a"])
    XCTAssertEqual(answer?.fields, ["twice": .double(4)])
    XCTAssertEqual(answer?.tags["level"], "high")
    XCTAssertEqual(answer?.tags["host"], "a")
    XCTAssertNil(answer?.tags["old"])
  }

  func testFieldsWinOverTagsAndTagsAreStrings() throws {
    var test = try HandlerTest(score(["set": ["y": "\"a\" + '!'"]]))
    XCTAssertEqual(
      try test.point(fields: ["v": .int(1)], tags: ["a": "tag"])?.fields["y"], .string("tag!"))
    XCTAssertEqual(
      try test.point(fields: ["a": .string("field")], tags: ["a": "tag"])?.fields["y"],
      .string("field!"))
  }

  func testANameThatIsFieldAndTag_isWarnedOfOnce() throws {
    let log = MemoryLog()
    var test = try HandlerTest(
      score(["set": ["y": "\"a\" + '!'"]]), services: HandlerServices(log: log))
    for _ in 1...3 {
      _ = try test.point(fields: ["a": .string("field")], tags: ["a": "tag"])
    }
    XCTAssertEqual(
      log.messages(.warning), ["\"a\" is a field and a tag of the point: expressions see the field"]
    )
  }

  func testEmit() throws {
    var when = try HandlerTest(
      score(["when": "\"x\" > 1.0", "set": ["y": "\"x\""], "emit": "when"]))
    XCTAssertNil(try when.point(fields: ["x": .double(1)]))
    XCTAssertNotNil(try when.point(fields: ["x": .double(2)]))
    XCTAssertNil(try when.point(fields: ["other": .double(2)]))
    var condition = try HandlerTest(
      score(["set": ["y": "\"x\" * 2.0"], "emit": "y > 5.0"]))
    XCTAssertNil(try condition.point(fields: ["x": .double(1)]))
    XCTAssertEqual(try condition.point(fields: ["x": .double(3)])?.fields["y"], .double(6))
  }

  func testOtherwiseAndDefaults() throws {
    var test = try HandlerTest(
      score([
        "when": "\"x\" > 1.0", "set": ["y": "\"x\"", "z": "1"], "otherwise": ["y": "-\"x\""],
        "defaults": ["y": 9.0, "z": 0],
      ]))
    let answer = try test.point(fields: ["x": .double(0.5)])
    XCTAssertEqual(answer?.fields["y"], .double(-0.5))
    XCTAssertEqual(answer?.fields["z"], .int(0))
  }

  func testMissingFieldsFollowThePolicy() throws {
    let rule: SettingTable = ["set": ["y": "\"x\" * 2.0"], "defaults": ["y": -1.0]]
    var drop = try HandlerTest(score(rule))
    XCTAssertNil(try drop.point(fields: ["v": .double(1)]))
    var pass = try HandlerTest(score(rule.setting("on_missing", to: "pass", place: nil)))
    XCTAssertEqual(try pass.point(fields: ["v": .double(1)])?.fields["y"], .double(-1))
    var fail = try HandlerTest(score(rule.setting("on_missing", to: "fail", place: nil)))
    XCTAssertThrowsError(try fail.point(fields: ["v": .double(1)])) {
      XCTAssertTrue("\($0)".contains("field x"), "\($0)")
    }
  }

  func testErrorsFollowThePolicy() throws {
    let rule: SettingTable = ["set": ["y": "1 / \"x\""]]
    var pass = try HandlerTest(score(rule))
    let answer = try pass.point(fields: ["x": .int(0)])
    XCTAssertEqual(answer?.fields, ["x": .int(0)])
    var drop = try HandlerTest(score(rule.setting("on_error", to: "drop", place: nil)))
    XCTAssertNil(try drop.point(fields: ["x": .int(0)]))
    var fail = try HandlerTest(score(rule.setting("on_error", to: "fail", place: nil)))
    XCTAssertThrowsError(try fail.point(fields: ["x": .int(0)])) {
      XCTAssertTrue("\($0)".contains("set y"), "\($0)")
    }
  }

  func testResultsThatAreNotFinite() throws {
    let rule: SettingTable = ["set": ["y": "1.0 / \"x\""], "defaults": ["y": 7.0]]
    let zero: OrderedMap<FieldValue> = ["x": .double(0)]
    var omit = try HandlerTest(score(rule))
    XCTAssertEqual(try omit.point(fields: zero)?.fields, zero)
    var given = try HandlerTest(score(rule.setting("on_nonfinite", to: "default", place: nil)))
    XCTAssertEqual(try given.point(fields: zero)?.fields["y"], .double(7))
    var drop = try HandlerTest(score(rule.setting("on_nonfinite", to: "drop", place: nil)))
    XCTAssertNil(try drop.point(fields: zero))
    var fail = try HandlerTest(score(rule.setting("on_nonfinite", to: "fail", place: nil)))
    XCTAssertThrowsError(try fail.point(fields: zero))
  }

  func testSeveralModels() throws {
    let store = ModelStore()
    store.declare(names: ["a", "b"])
    store.slot(named: "a")?.replace(with: .linear([2], intercept: 0, names: ["x"]))
    store.slot(named: "b")?.replace(with: .linear([3, 1], intercept: 0, names: ["x", "y"]))
    var test = try HandlerTest(
      score(
        [
          "model": ["a", "b"], "inputs": ["y": "\"x\" + 1.0"],
          "set": ["sum": "a.prediction + b.prediction"],
        ], models: store))
    XCTAssertEqual(try test.point(fields: ["x": .double(10)])?.fields["sum"], .double(61))
  }

  /// A model that is swapped serves from the next burst on.
  func testAModelIsSwapped() throws {
    let store = ModelStore.with("m", .linear([1], intercept: 0, names: ["x"]))
    var test = try HandlerTest(
      score(["model": "m", "set": ["y": "prediction"]], models: store))
    XCTAssertEqual(try test.point(fields: ["x": .double(2)])?.fields["y"], .double(2))
    store.slot(named: "m")?.replace(with: .linear([5], intercept: 0, names: ["x"]))
    XCTAssertEqual(try test.point(fields: ["x": .double(2)])?.fields["y"], .double(10))
  }
}
