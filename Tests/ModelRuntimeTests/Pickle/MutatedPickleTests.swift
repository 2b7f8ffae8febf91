import Foundation
import ModelRuntime
import XCTest

/// Files of real models, cut at every byte and changed at random: refused, or loaded and evaluated;
/// never a trap.
final class MutatedPickleTests: XCTestCase {
  private var directory = FileManager.default.temporaryDirectory

  override func setUpWithError() throws {
    directory = try Tool.temporaryDirectory()
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: directory)
  }

  private func fixtures(_ names: [String]) throws -> [[UInt8]] {
    let archive = Tool.repository.appendingPathComponent(
      "Tests/ModelRuntimeTests/Fixtures/scikit-learn-1.4.2.tar.gz")
    let set = try FixtureSet(archive: archive, unpackedInto: directory)
    return try set.fixtures.filter { names.contains($0.name) }.map { fixture in
      [UInt8](try Data(contentsOf: fixture.model))
    }
  }

  private func loadAndEvaluate(_ bytes: [UInt8]) {
    guard let model = try? ModelLoader.load(bytes), model.inputs.count < 1_000 else { return }
    let row = (0..<model.inputs.count).map { Double($0) - 0.5 }
    _ = model.answers(to: [row, row.map { _ in .nan }, row.map { _ in .infinity }], burst: 3)
  }

  func testEveryCut_isRefused() throws {
    for bytes in try fixtures(["regressor_linear_regression", "transformer_columns"]) {
      for count in bytes.indices {
        XCTAssertThrowsError(try ModelLoader.load(Array(bytes[..<count])), "cut at \(count)")
      }
    }
  }

  func testRandomChanges_neverTrap() throws {
    var random = Xorshift(seed: 0x5EED)
    let files = try fixtures([
      "regressor_linear_regression", "classifier_tree_three", "regressor_hist_categories",
      "classifier_svc_three", "transformer_columns_mask", "regressor_network",
      "detector_isolation_forest", "classifier_calibrated_isotonic_three", "regressor_bagging",
      "transformer_polynomial", "classifier_voting_soft_two", "regressor_boosting_huber",
    ])
    XCTAssertGreaterThan(files.count, 8)
    for file in files {
      for _ in 0..<150 {
        var bytes = file
        for _ in 0..<(1 + random.next() % 4) {
          let place = Int(random.next() % UInt64(bytes.count))
          switch random.next() % 4 {
          case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
          case 1: bytes[place] ^= 1 << UInt8(random.next() % 8)
          case 2: bytes.remove(at: place)
          default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
          }
        }
        loadAndEvaluate(bytes)
      }
    }
  }
}
