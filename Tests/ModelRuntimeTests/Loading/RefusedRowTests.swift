import Foundation
import ModelRuntime
import XCTest

/// Rows that scikit-learn refuses have no answer: NaN in every output, and the rows beside them are
/// as they were.
final class RefusedRowTests: XCTestCase {
  private var directory = FileManager.default.temporaryDirectory

  override func setUpWithError() throws {
    directory = try Tool.temporaryDirectory()
    _ = try FixtureSet(
      archive: Tool.repository.appendingPathComponent(
        "Tests/ModelRuntimeTests/Fixtures/scikit-learn-1.4.2.tar.gz"),
      unpackedInto: directory)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: directory)
  }

  private func model(_ name: String) throws -> Model {
    let base = directory.appendingPathComponent(name).path
    let isPickle = FileManager.default.fileExists(atPath: base + ".pkl")
    return try ModelLoader.load(path: base + (isPickle ? ".pkl" : ".joblib"))
  }

  private func refused(_ name: String, _ value: Double) throws -> [Bool] {
    let plain = [0.5, 1, 0, -1]
    var odd = plain
    odd[1] = value
    let model = try model(name)
    let alone = model.answers(to: [plain], burst: 1)[0]
    let answers = model.answers(to: [plain, odd, plain], burst: 3)
    XCTAssertEqual(answers[0], alone)
    XCTAssertEqual(answers[2], alone)
    return answers[1].map(\.isNaN)
  }

  func testRows_byWhatTheLibraryTakes() throws {
    // (model, NaN, infinity, beyond Float): whether the row is refused.
    for (name, missing, infinite, large) in [
      ("regressor_linear_regression", true, true, false),
      ("classifier_logistic_two", true, true, false),
      ("regressor_forest", false, true, true),
      ("regressor_boosting_huber", true, true, true),
      ("regressor_hist", false, false, false),
      ("detector_isolation_forest", true, true, true),
      ("classifier_svc_three", true, true, false),
      ("clusterer_kmeans", true, true, false),
      ("transformer_columns", false, true, false),
    ] {
      for (value, isRefused) in [(Double.nan, missing), (.infinity, infinite), (1e300, large)] {
        let nans = try refused(name, value)
        XCTAssertEqual(
          nans.allSatisfy(\.self), isRefused, "\(name) given \(value) is NaN in \(nans)")
      }
    }
  }
}
