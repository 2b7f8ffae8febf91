import Handlers
import KapacitorUDF
import KapacitorUDFTesting
import XCTest

@testable import ModelRuntime

final class PredictedTests: XCTestCase {
  func testPredicted_isWhatTheModelAnswers() throws {
    let store = ModelStore.with("m", .linear([1, 10], intercept: 0.5, names: ["a", "b"]))
    let udf = try HandlerRegistry.builtIn.registering(Predicted.self)["predicted"]!
      .makeDefinition(
        udf: "predicted", settings: ["models": "m", "on_error": "drop"], models: store)
    var test = try HandlerTest(udf, options: ["model": "m"])
    let answers = try test.points(
      (0..<150).map { .point(fields: ["b": .int(Int64($0)), "a": 2.0]) } + [
        .point(fields: ["a": 1.0])
      ])
    XCTAssertEqual(
      answers.map { $0.fields["predicted"]?.number }, (0..<150).map { Double($0) * 10 + 2.5 })
    XCTAssertEqual(test.driver.session.counters.output.failures, 1)
    var few = try HandlerTest(udf, options: ["model": "m"])
    _ = try few.points([.point(fields: ["b": 3, "a": 2.0]), .point(fields: ["a": 1.0])])
    try few.checkEverywhere()
    XCTAssertThrowsError(try HandlerTest(udf, options: ["model": "other"]).check()) {
      XCTAssertEqual(
        "\($0)",
        "predicted: model other is not configured; add [models.other] with its path")
    }
  }
}
