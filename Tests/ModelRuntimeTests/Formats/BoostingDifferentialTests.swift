import XCTest

@testable import ModelRuntime

/// Every model answers as the library that wrote it: sums of leaves to the last bit, what is made of
/// them by exp and the like within a relative 1e-12 (XGBoost, in Float: 1e-6).
final class BoostingDifferentialTests: XCTestCase {
  func testAnswersOfTheLibraries() throws {
    let fixtures = try BoostingFixtures.shared.get().fixtures
    XCTAssertGreaterThan(fixtures.count, 80)
    for fixture in fixtures {
      let model: Model
      do { model = try ModelLoader.load(fixture.model) } catch {
        XCTFail("\(fixture.name): \(error)")
        continue
      }
      check(fixture, model)
    }
  }

  private func check(_ fixture: BoostingFixtures.Fixture, _ model: Model) {
    XCTAssertEqual(model.inputs.count, fixture.rows[0].count, fixture.name)
    for burst in [1, 64] {
      let answers = model.evaluator.answers(fixture.rows, burst: burst)
      for (column, name) in fixture.outputNames.enumerated() {
        guard let output = model.outputIndex(named: name) else {
          XCTFail("\(fixture.name) has no \(name), but \(model.outputs.map(\.name))")
          continue
        }
        for (row, expected) in fixture.answers.enumerated() {
          let value = answers[row][output]
          guard !agrees(value, expected[column], model.outputs[output], fixture.name) else {
            continue
          }
          XCTFail(
            "\(fixture.name), \(name), row \(row) \(fixture.rows[row]): \(value), and the library "
              + "\(expected[column]) (\(model.metadata.kernel))")
          break
        }
      }
    }
  }

  private func agrees(
    _ value: Double, _ expected: String, _ output: ModelOutput, _ fixture: String
  ) -> Bool {
    if case .label(let classes) = output.kind {
      let label = classes[Int(value)].description
      return label == expected.lowercased() || label == expected
    }
    guard let number = Double(expected) else { return false }
    if value == number || value.isNaN && number.isNaN { return true }
    let isSum =
      output.name.hasPrefix("margin")
      // A gblinear or linear leaf multiplies.
      && !fixture.contains("linear")
    if isSum { return false }
    let tolerance = fixture.hasPrefix("xgboost") ? 1e-6 : 1e-12
    return abs(value - number) <= tolerance * max(abs(value), abs(number))
  }
}
