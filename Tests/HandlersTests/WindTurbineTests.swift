import Handlers
import KapacitorUDF
import KapacitorUDFTesting
import Settings
import XCTest

@testable import ModelRuntime

final class WindTurbineTests: XCTestCase {
  /// Power is 100 kW for each m/s.
  private let model = Model.linear([100], intercept: 0, names: ["Wind Speed (m/s)"])

  private func definition(
    _ settings: SettingTable = ["model": "turbine"], model: Model? = nil
  ) throws -> any UDFDefinition {
    try HandlerRegistry.builtIn["wind_turbine"]!.makeDefinition(
      udf: "wind_turbine", settings: settings, models: .with("turbine", model ?? self.model))
  }

  private func point(_ speed: FieldValue, _ power: FieldValue, _ time: Int64 = 0) -> Point {
    .point(fields: ["grid_active_power": power, "wind_speed": speed], timeNanoseconds: time)
  }

  private func levels(_ answers: [Point]) -> [Double?] {
    answers.map { $0.fields["anomaly_status"]?.number }
  }

  func testLevels_followTheRelativeError() throws {
    var test = try HandlerTest(definition())
    let points = [
      point(10, 1000),  // no error
      point(10, 870),  // 0.149
      point(10, 800),  // 0.25
      point(10, 700),  // 0.43
      point(10, 500),  // 1.0
      point(10, 2000),  // 0.5, measured above predicted
      point(10, 1_000_000),  // 0.999
    ]
    XCTAssertEqual(levels(try test.points(points)), [0, 0, 0.3, 0.6, 1, 0.6, 1])
    try test.checkEverywhere()
  }

  func testIdleTurbine_andPowerThatIsNone_areNormal() throws {
    var test = try HandlerTest(definition())
    let points = [
      point(3.0, 900), point(14.5, 900), point(3.1, 310), point(14, 1400), point(10, 0),
      point(10, -5), point(10.0, .double(.nan)), point(.double(.nan), 100),
    ]
    XCTAssertEqual(levels(try test.points(points)), [0, 0, 0, 0, 0, 0, 0, 0])
  }

  func testOptions_setSpeedsThresholdLevelsAndFields() throws {
    var test = try HandlerTest(
      definition(),
      options: [
        "wind_speed_field": "w", "power_field": "p", "as": "level", "cut_in_speed": 1.0,
        "cut_out_speed": 5.0, "error_threshold": 0.5, "low_level": 0.7, "medium_level": 0.8,
        "high_level": 9.0,
      ])
    let answers = try test.points(
      [(2.0, 140.0), (2.0, 120), (2.0, 115), (2.0, 50), (6.0, 50), (1.0, 5)].map { speed, power in
        .point(fields: ["w": .double(speed), "p": .double(power)])
      })
    // Errors 0.43, 0.67, 0.74, 3, then idle.
    XCTAssertEqual(
      answers.map { $0.fields["level"]?.number }, [0, 0.7, 0.8, 9, 0, 0])
  }

  func testManyPoints_areOneBurst_andAnsweredInOrder() throws {
    var test = try HandlerTest(definition())
    let points = (0..<1000).map { number in
      point(.double(Double(number % 20)), .double(Double(number % 7) * 200), Int64(number))
    }
    let answers = try test.points(points)
    XCTAssertEqual(answers.map(\.timeNanoseconds), (0..<1000).map { Int64($0) })
    XCTAssertEqual(test.driver.session.counters.bursts, 1)
    for (point, answer) in zip(points, answers) {
      var one = try HandlerTest(definition())
      XCTAssertEqual(try one.points([point]), [answer])
    }
  }

  func testMissingFields_followThePolicy() throws {
    let without = Point.point(fields: ["wind_speed": 10.0])
    var dropping = try HandlerTest(definition())
    XCTAssertEqual(try dropping.points([without, point(10, 500)]).count, 1)
    XCTAssertEqual(dropping.driver.session.counters.output.missing, 1)
    var passing = try HandlerTest(definition(["model": "turbine", "on_missing": "pass"]))
    XCTAssertEqual(levels(try passing.points([without, point(10, 500)])), [0, 1])
    var failing = try HandlerTest(definition(["model": "turbine", "on_missing": "fail"]))
    XCTAssertThrowsError(try failing.points([without])) {
      XCTAssertEqual(
        "\($0)", "a point has no number in field grid_active_power (on_missing is fail)")
    }
  }

  func testOutputOfAnotherType_isReplaced() throws {
    var test = try HandlerTest(definition())
    var old = point(10, 500)
    old.fields["anomaly_status"] = .bool(true)
    XCTAssertEqual(levels(try test.points([old, point(10, 500)])), [1, 1])
  }

  func testModelOfSeveralInputs_isBoundByName() throws {
    let model = Model.linear([1, 100], intercept: 0, names: ["offset", "wind_speed"])
    var test = try HandlerTest(definition(model: model))
    let answers = try test.points([
      .point(fields: ["wind_speed": 10.0, "offset": 500.0, "grid_active_power": 1500.0]),
      .point(fields: ["offset": 0.0, "grid_active_power": 500.0, "wind_speed": 10.0]),
      .point(fields: ["grid_active_power": 500.0, "wind_speed": 10.0]),
    ])
    XCTAssertEqual(levels(answers), [0, 1])
  }

  func testModelsThatDoNotFit_refuseInit() throws {
    let unnamed = Model.linear([1, 2], intercept: 0)
    XCTAssertThrowsError(try HandlerTest(definition(model: unnamed)).check()) {
      XCTAssertTrue("\($0)".contains("input 1 of 2 has no name"), "\($0)")
    }
    let classifier = Model.linear([1], intercept: 0, output: "label")
    XCTAssertThrowsError(try HandlerTest(definition(model: classifier)).check()) {
      XCTAssertTrue("\($0)".contains("has no output prediction"), "\($0)")
    }
    let user = try XCTUnwrap(definition() as? any ModelUser)
    XCTAssertEqual(user.modelNames, ["turbine"])
    XCTAssertNoThrow(try user.check(model, named: "turbine"))
    XCTAssertThrowsError(try user.check(classifier, named: "turbine"))
  }

  func testNewGeneration_servesFromTheNextBurst() throws {
    let store = ModelStore.with("turbine", model)
    let udf = try HandlerRegistry.builtIn["wind_turbine"]!.makeDefinition(
      udf: "wind_turbine", settings: ["model": "turbine"], models: store)
    var test = try HandlerTest(udf)
    XCTAssertEqual(levels(try test.points([point(10, 1000)])), [0])
    store.slot(named: "turbine")!.replace(with: .linear([200], intercept: 0))
    XCTAssertEqual(levels(try test.points([point(10, 1000)])), [1])
    store.slot(named: "turbine")!.replace(
      with: .linear([0, 50], intercept: 0, names: ["x", "wind_speed"]))
    test.driver.session.modelsChanged()
    XCTAssertEqual(
      levels(
        try test.points([
          .point(fields: ["wind_speed": 10.0, "x": 1.0, "grid_active_power": 500.0])
        ])), [0])
  }

  func testGenerationThatCannotBeBound_failsPoints_untilAnotherCan() throws {
    let store = ModelStore.with("turbine", model)
    let udf = try HandlerRegistry.builtIn["wind_turbine"]!.makeDefinition(
      udf: "wind_turbine", settings: ["model": "turbine"], models: store)
    var test = try HandlerTest(udf)
    store.slot(named: "turbine")!.replace(with: .linear([1, 2, 3], intercept: 0))
    for _ in 0..<2 {
      // The policy is to pass.
      XCTAssertEqual(try test.points([point(10, 500)]), [point(10, 500)])
    }
    XCTAssertEqual(test.driver.session.counters.output.failures, 2)
    store.slot(named: "turbine")!.replace(with: model)
    XCTAssertEqual(levels(try test.points([point(10, 500)])), [1])
  }

  func testInit_waitsForTheModel() throws {
    let store = ModelStore.with("turbine", nil)
    let udf = try HandlerRegistry.builtIn["wind_turbine"]!.makeDefinition(
      udf: "wind_turbine", settings: ["model": "turbine"], models: store)
    XCTAssertEqual(udf.readiness, .waiting(for: "model turbine"))
    var driver = SessionDriver(udf)
    try driver.send(.initialize(InitRequest()))
    XCTAssertEqual(driver.progress.state, .waitingForDefinition)
    store.slot(named: "turbine")!.replace(with: model)
    XCTAssertEqual(try driver.resume().state, .needsInput)
    XCTAssertEqual(driver.session.phase, .running)
  }
}
