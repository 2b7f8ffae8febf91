import Foundation
import ModelRuntime
import XCTest

/// Every estimator that is served, against scikit-learn's own answers: labels, and what trees answer,
/// to the last bit; what is summed or exponentiated to 1e-12.
final class ScikitLearnDifferentialTests: XCTestCase {
  private var directory = FileManager.default.temporaryDirectory

  override func setUpWithError() throws {
    directory = try Tool.temporaryDirectory()
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: directory)
  }

  /// With the newest scikit-learn, fitted now.
  func testAnswers_ofModelsFittedNow_areScikitLearns() throws {
    if let ready = ProcessInfo.processInfo.environment["UDFD_MODEL_FIXTURES"] {
      return try compare(FixtureSet(directory: URL(fileURLWithPath: ready)), atLeast: 1)
    }
    let python = try Tool.python("scikit-learn")
    _ = try Tool.run(python, ["scripts/make-model-fixtures.py", directory.path])
    try compare(FixtureSet(directory: directory), atLeast: 130)
  }

  /// With the versions before it, whose files are kept.
  func testAnswers_ofModelsOfOlderVersions_areScikitLearns() throws {
    let fixtures = Tool.repository.appendingPathComponent("Tests/ModelRuntimeTests/Fixtures")
    let archives = try FileManager.default.contentsOfDirectory(
      at: fixtures, includingPropertiesForKeys: nil
    ).filter { $0.lastPathComponent.hasPrefix("scikit-learn-") }
    XCTAssertGreaterThanOrEqual(archives.count, 5)
    for archive in archives {
      let name = archive.lastPathComponent
      try compare(
        FixtureSet(
          archive: archive, unpackedInto: directory.appendingPathComponent(name)), atLeast: 120)
    }
  }

  private func compare(_ set: FixtureSet, atLeast count: Int) throws {
    XCTAssertGreaterThanOrEqual(set.fixtures.count, count)
    for fixture in set.fixtures {
      do {
        try compare(fixture)
      } catch {
        XCTFail("\(fixture.model.path): \(error)")
      }
    }
  }

  private func compare(_ fixture: FixtureSet.Fixture) throws {
    let model = try ModelLoader.load(path: fixture.model.path)
    let table = try FixtureTable(fixture.table)
    XCTAssertEqual(
      Set(table.outputNames).subtracting(model.outputs.map(\.name)), [], fixture.model.path)
    for burst in [Model.maximumBurstRows, 7, 1] {
      let answers = model.answers(to: table.inputs, burst: burst)
      for (place, name) in table.outputNames.enumerated() {
        guard let column = model.outputIndex(named: name) else { continue }
        for row in answers.indices {
          let wanted = table.answers[row][place]
          let got = answers[row][column]
          let agrees: Bool
          if case .label(let classes) = model.outputs[column].kind {
            agrees =
              got.isFinite && Agreement.label(classes[Int(got)], is: wanted)
          } else {
            agrees = Agreement.number(
              got, is: wanted, in: fixture.name, output: name, inputs: table.inputs[row])
          }
          XCTAssert(
            agrees, "\(fixture.model.path), row \(row + 2), \(name): \(got), not \(wanted)")
        }
      }
    }
  }
}

/// How close is equal.
private enum Agreement {
  static func label(_ label: ClassLabel, is wanted: String) -> Bool {
    if label.description == wanted { return true }
    // k-means numbers its clusters.
    return Double(label.description) != nil && Double(label.description) == Double(wanted)
  }

  static func number(
    _ got: Double, is text: String, in fixture: String, output: String, inputs: [Double]
  ) -> Bool {
    guard let wanted = Double(text) else { return false }
    if got == wanted || (got.isNaN && wanted.isNaN) { return true }
    if isExact(fixture, output) { return false }
    // Sums of terms as large as the inputs are known to the rounding of those terms.
    let size = inputs.filter(\.isFinite).map(\.magnitude).max() ?? 0
    let scale = max(got.magnitude, wanted.magnitude, 1e-3 * size, 1)
    return abs(got - wanted) <= 1e-12 * scale
  }

  /// Sums and counts in the library's own order.
  private static func isExact(_ fixture: String, _ output: String) -> Bool {
    guard
      output == "prediction" || output.hasPrefix("prediction(") || output == "anomaly"
        || output.hasPrefix("margin")
    else { return false }
    return ["tree", "forest", "boosting", "hist"].contains { fixture.contains($0) }
      && !fixture.contains("poisson")
  }
}
