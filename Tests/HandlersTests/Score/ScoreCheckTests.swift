import ModelRuntime
import Settings
import XCTest

@testable import Handlers

/// What is told without a point, with the expression, the column and what was expected.
final class ScoreCheckTests: XCTestCase {
  private let model = ModelStore.with("m", .linear([1], intercept: 0, names: ["x"]))

  private func assertProblem(
    _ settings: SettingTable, _ parts: String..., file: StaticString = #filePath,
    line: UInt = #line
  ) {
    let text = problem(settings, models: model, file: file, line: line)
    for part in parts { XCTAssertTrue(text.contains(part), text, file: file, line: line) }
    XCTAssertFalse(text.contains("\n"), text, file: file, line: line)
  }

  func testSyntax() {
    assertProblem(["set": ["y": "1 + "]], "set.y", "column 5", "expected a number")
  }

  func testNames() {
    assertProblem(
      ["options": ["threshold": 1.0], "set": ["y": "treshold * 2.0"]], "did you mean threshold")
    assertProblem(["set": ["y": "predicton"], "model": "m"], "did you mean prediction")
    assertProblem(["set": ["y": "foo(1.0)"]], "unknown function foo")
  }

  func testTypesOfLiteralsOptionsAndOutputs() {
    assertProblem(["set": ["y": "'a' + 1"]], "cannot take string and int")
    assertProblem(["options": ["o": "text"], "set": ["y": "o * 2.0"]], "string and float")
    assertProblem(["model": "m", "set": ["y": "prediction + 'a'"]], "float and string")
    assertProblem(["set": ["y": "1h"]], "cannot hold a duration")
    assertProblem(["when": "1.0", "set": ["y": "1.0"]], "a condition is a bool")
    assertProblem(["tags": ["t": "1.0"]], "a tag is a string")
    assertProblem(["set": ["y": "abs()"]], "abs cannot take ()")
    assertProblem(["set": ["y": "rollingMean(\"x\", 0)"]], "rollingMean", "1 to 100000")
    assertProblem(["set": ["y": "rollingMean(\"x\", \"n\")"]], "the same for all points")
  }

  func testNamesAreUnique() {
    assertProblem(
      ["options": ["e": 1.0], "let": ["e": "2.0"], "set": ["y": "e"]], "already the name")
    assertProblem(
      ["model": "m", "let": ["prediction": "2.0"], "set": ["y": "1.0"]], "already the name")
  }

  func testTheModelComesAfterWhen() {
    assertProblem(
      ["model": "m", "when": "prediction > 1.0", "set": ["y": "1.0"]], "has not been asked")
  }

  func testModels() {
    assertProblem(["model": "none", "set": ["y": "1.0"]], "there is no model \"none\"")
    assertProblem(
      ["model": "m", "inputs": ["z": "1.0"], "set": ["y": "prediction"]], "no model has an input z")
  }

  func testKeysThatNeedEachOther() {
    assertProblem(["edge": "stream->batch", "set": ["y": "1.0"]], "emit_every")
    assertProblem(["emit_every": 5, "set": ["y": "1.0"]], "stream->batch")
    assertProblem(["on_nonfinite": "default", "set": ["y": "1.0"]], "defaults")
    assertProblem(["otherwise": ["y": "1.0"]], "no when")
    assertProblem(["timezone": "Mars/Olympus", "set": ["y": "1.0"]], "Mars/Olympus")
  }
}
