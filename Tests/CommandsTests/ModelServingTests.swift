import Daemon
import Foundation
import Handlers
import XCTest

@testable import Commands

/// `udfd serve --model FILE`: one line is a working UDF.
final class ModelServingTests: XCTestCase {
  private var models: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("config/examples/models")
  }

  private func check(_ model: String, _ flags: String...) throws -> CheckedConfiguration {
    let arguments = try Arguments(parsing: flags, by: ServeCommand.manual)
    let serving = try ModelServing(
      arguments, model: models.appendingPathComponent(model).path)
    let checked = try CheckedConfiguration(
      ConfigurationSource(file: "--model", contents: Array(serving.text.utf8)), registry: .builtIn)
    XCTAssertEqual(checked.problems, [], serving.text)
    return checked
  }

  func testTheModelAloneIsEnough() throws {
    let checked = try check("turbine.pkl")
    XCTAssertEqual(checked.catalog.entries.map(\.section.name), ["turbine"])
    _ = try check("pump.pkl")
    _ = try check("weld.cbm")
  }

  func testInputsSetsSocketAndName() throws {
    let checked = try check(
      "turbine.pkl", "--input", "wind_speed=max(\"wind_speed\", 0.0)", "--set",
      "expected=round(prediction, 1)", "--when", "\"wind_speed\" < 30.0", "--socket",
      "/tmp/udfd-serving/x.sock", "--name", "x")
    XCTAssertEqual(checked.catalog.entries[0].section.name, "x")
    XCTAssertEqual(checked.catalog.entries[0].section.socketPath, "/tmp/udfd-serving/x.sock")
  }

  func testInputsThatAreMissing_areAskedForByTheFlag() throws {
    let arguments = try Arguments(
      parsing: ["--input", "a", "--input", "b"], by: ServeCommand.manual)
    let nameless = models.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(
        "Tests/KapacitordTests/Fixtures/turbine.pkl")
    XCTAssertThrowsError(try ModelServing(arguments, model: nameless.path)) {
      XCTAssertTrue("\($0)".contains("give --input NAME for each"), "\($0)")
    }
  }

  func testFlagsOfAnotherWayToServe_areErrors() {
    func errors(_ flags: String...) -> String {
      let context = CommandContext(output: Console(), errors: Console(), environment: [:])
      XCTAssertEqual(UDFDCommand.run(["serve"] + flags, context), .usage)
      return context.errors.text
    }
    XCTAssertTrue(errors("--set", "a=1.0").contains("--set is for --model FILE"))
    XCTAssertTrue(errors("--model", "x", "--config", "y").contains("exclude each other"))
  }

  func testAnInputThatTheModelDoesNotHaveIsAnError() throws {
    let arguments = try Arguments(
      parsing: ["--input", "nope=1.0"], by: ServeCommand.manual)
    let serving = try ModelServing(
      arguments, model: models.appendingPathComponent("turbine.pkl").path)
    let checked = try CheckedConfiguration(
      ConfigurationSource(file: "--model", contents: Array(serving.text.utf8)), registry: .builtIn)
    XCTAssertTrue(checked.problems.first?.contains("no model has an input nope") ?? false)
  }
}
