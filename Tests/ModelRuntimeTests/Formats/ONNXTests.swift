import Foundation
import XCTest

@testable import ModelRuntime

final class ONNXTests: XCTestCase {
  /// Functions that ONNX Runtime approximates in a way of its own, which for some of them differs with
  /// the processor; and graphs that end in one.
  private static let approximated: Set<String> = [
    "Softmax", "Softmax_old", "LogSoftmax", "Log", "Erf", "network_three",
  ]

  /// Sums, products, support vectors and trees are ONNX Runtime's to the last bit, as it answers one row
  /// on x86-64 with AVX and FMA. Where a graph's last operations are functions of its own, the bound is
  /// relative to the largest answer of the output, and so it is where its optimizer has turned two
  /// operations into one.
  func testAnswersOfONNXRuntime() throws {
    let fixtures = try BoostingFixtures.onnx.get().fixtures.filter { !isRefused($0) }
    XCTAssertGreaterThan(fixtures.count, 200)
    for fixture in fixtures {
      let model: Model
      do { model = try ModelLoader.load(fixture.model) } catch {
        XCTFail("\(fixture.name): \(error)")
        continue
      }
      guard model.outputs.count == fixture.outputNames.count,
        model.inputs.count == fixture.rows[0].count
      else {
        XCTFail("\(fixture.name) answers \(model.outputs.map(\.name))")
        continue
      }
      let isExact = !ONNXTests.approximated.contains(
        fixture.name.replacingOccurrences(of: ".onnx", with: ""))
      let answers = model.evaluator.answers(fixture.rows)
      for (column, output) in model.outputs.enumerated() {
        let largest = fixture.answers.compactMap { Double($0[column]) }.filter(\.isFinite)
          .map(abs).max()
        for (row, expected) in fixture.answers.enumerated() {
          check(
            answers[row][column], expected[column], output,
            tolerance: isExact ? 0 : 1e-6 * (largest ?? 1),
            "\(fixture.name), row \(row) \(fixture.rows[row])")
        }
      }
    }
  }

  private func isRefused(_ fixture: BoostingFixtures.Fixture) -> Bool {
    fixture.outputNames.first == "refused"
  }

  /// What a graph asks for that there is not is one line, which names the operator and the place.
  func testRefusedGraphsAreNamed() throws {
    let fixtures = try BoostingFixtures.onnx.get().fixtures.filter(isRefused)
    XCTAssertGreaterThan(fixtures.count, 15)
    for fixture in fixtures {
      let error = try XCTUnwrap(tryOut(fixture.model), "\(fixture.name) is loaded")
      XCTAssertTrue(
        error.description.contains(fixture.outputNames[1]), "\(fixture.name): \(error)")
    }
  }

  private func check(
    _ value: Double, _ expected: String, _ output: ModelOutput, tolerance: Double,
    _ message: String
  ) {
    if case .label(let classes) = output.kind {
      XCTAssertEqual(classes[Int(value)].description, expected, message)
      return
    }
    let number = Double(expected) ?? .nan
    if value == number || value.isNaN && number.isNaN { return }
    XCTAssertEqual(value, number, accuracy: tolerance, "\(message), \(output.name)")
  }

  private func tryOut(_ bytes: [UInt8]) -> ModelError? {
    do {
      let model = try ModelLoader.load(bytes)
      guard model.inputs.count <= 1_000 else { return nil }
      let row = [Double](repeating: .nan, count: model.inputs.count)
      _ = model.evaluator.answers([row, row.map { _ in 1e300 }, row.map { _ in 0 }])
      return nil
    } catch {
      XCTAssertFalse(error.description.contains("\n"))
      return error
    }
  }

  private func samples() throws -> [BoostingFixtures.Fixture] {
    try BoostingFixtures.onnx.get().fixtures.filter {
      [
        "tree.onnx", "network_two.onnx", "TreeEnsemble5_0.onnx", "isolation.onnx", "Reshape.onnx",
        "neighbors.onnx", "adaboost_linear.onnx", "Scan_exchange.onnx", "Slice_backwards.onnx",
        "support_vectors_shares.onnx", "ShapeReckoning.onnx",
      ].contains($0.name)
    }
  }

  func testCutShort() throws {
    for sample in try samples() {
      for step in 0..<40 {
        // The end of an ONNX file may be left off where a field ends; it never crashes.
        _ = tryOut(Array(sample.model[..<(sample.model.count * step / 40)]))
      }
    }
  }

  func testChangedBytes() throws {
    for (index, sample) in try samples().enumerated() {
      var random = Xorshift(seed: UInt64(index))
      for _ in 0..<150 {
        var bytes = sample.model
        for _ in 0..<Int.random(in: 1...6, using: &random) {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          bytes[place] =
            random.chance(0.5)
            ? UInt8.random(in: 0...255, using: &random)
            : bytes[place] ^ (1 << UInt8.random(in: 0..<8, using: &random))
        }
        _ = tryOut(bytes)
      }
    }
  }

  func testUnknownOperatorIsNamed() throws {
    let sample = try XCTUnwrap(
      try BoostingFixtures.onnx.get().fixtures.first { $0.name == "Tanh.onnx" })
    var bytes = sample.model
    let place = try XCTUnwrap(bytes.firstRange(of: Array("Tanh".utf8)))
    bytes.replaceSubrange(place, with: Array("LSTM".utf8))
    let error = try XCTUnwrap(tryOut(bytes))
    XCTAssertEqual(error.kind, .unsupported)
    XCTAssertTrue(error.description.contains("'LSTM' is not served"), error.description)
  }
}
