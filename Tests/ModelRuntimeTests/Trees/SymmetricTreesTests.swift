import XCTest

@testable import ModelRuntime

final class SymmetricTreesTests: XCTestCase {
  private struct Shape {
    var features = 5
    var trees = 20
    var depth = 6
    var outputs = 1
    var borders = 30
    var hasCategories = false
  }

  private func make(_ shape: Shape, _ random: inout Xorshift) throws -> SymmetricTrees {
    var features: [SymmetricFeature] = []
    for index in 0..<shape.features {
      let isCategory = shape.hasCategories && index % 3 == 2
      features.append(
        SymmetricFeature(
          input: shape.features - 1 - index,
          tests: isCategory
            ? .categories([7, 3, .max, 0])
            : .borders(
              (0..<shape.borders).map { _ in
                switch Int.random(in: 0..<8, using: &random) {
                case 0: 0
                case 1: -.greatestFiniteMagnitude
                case 2: .leastNonzeroMagnitude
                default: Float.random(in: -3...3, using: &random)
                }
              }.sorted()),
          missingPasses: !isCategory && index % 2 == 0))
    }
    var depths: [Int] = []
    var tests: [SymmetricTrees.Test] = []
    var leaves: [Double] = []
    for _ in 0..<shape.trees {
      let depth = Int.random(in: 0...shape.depth, using: &random)
      depths.append(depth)
      for _ in 0..<depth {
        let feature = Int.random(in: 0..<shape.features, using: &random)
        tests.append(
          .init(
            feature: Int32(feature),
            index: Int32.random(in: 0..<Int32(features[feature].testCount), using: &random)))
      }
      for _ in 0..<(shape.outputs << depth) {
        leaves.append(Double.random(in: -1...1, using: &random))
      }
    }
    return try SymmetricTrees(
      inputCount: shape.features, features: features, treeDepths: depths, tests: tests,
      leafValues: leaves, scale: 0.75, bias: (0..<shape.outputs).map { Double($0) + 0.1 })
  }

  private func rows(_ trees: SymmetricTrees, _ count: Int, _ random: inout Xorshift) -> [[Double]] {
    (0..<count).map { _ in
      var row = [Double](repeating: 0, count: trees.inputCount)
      for feature in trees.features {
        switch feature.tests {
        case .borders(let borders):
          let border = borders.randomElement(using: &random)!
          row[feature.input] =
            switch Int.random(in: 0..<9, using: &random) {
            case 0: .nan
            case 1: .infinity
            case 2: -.infinity
            case 3: Double(border.nextUp)
            case 4: Double(border.nextDown)
            case 5: Double(border).nextUp
            case 6: 1e300
            case 7: -0.0
            default: Double(border)
            }
        case .categories:
          row[feature.input] = [0, 3, 7, 8, 4_294_967_295, .nan, 3.5, -1].randomElement(
            using: &random)!
        }
      }
      return row
    }
  }

  private func assertEqual(
    _ evaluator: some Evaluator, _ trees: SymmetricTrees, _ rows: [[Double]], line: UInt = #line
  ) {
    let expected = PlainSymmetricEvaluator(trees: trees).answers(rows)
    for burst in [1, 3, 4, 5, 8, 13, 64] {
      XCTAssertEqual(evaluator.answers(rows, burst: burst), expected, line: line)
    }
  }

  func testKernels_equalTheReference() throws {
    var random = Xorshift(seed: 1)
    for shape in [
      Shape(), Shape(trees: 300), Shape(features: 1, trees: 3, depth: 3), Shape(depth: 8),
      Shape(depth: 11), Shape(outputs: 3), Shape(depth: 9, outputs: 3), Shape(trees: 0),
      Shape(trees: 4, depth: 0), Shape(features: 9, hasCategories: true),
      Shape(features: 9, outputs: 2, hasCategories: true), Shape(features: 40, trees: 129),
    ] {
      for _ in 0..<3 {
        let trees = try make(shape, &random)
        let rows = rows(trees, 130, &random)
        let chosen = trees.makeEvaluator()
        XCTAssertTrue(chosen.kernelDescription.hasPrefix("contribution tables"))
        assertEqual(chosen, trees, rows)
        assertEqual(SymmetricBitEvaluator(trees, because: "test"), trees, rows)
      }
    }
  }

  func testTables_linesEveryFewBins() throws {
    var random = Xorshift(seed: 2)
    for shape in [
      Shape(features: 6, trees: 700, borders: 200),
      Shape(features: 5, trees: 260, depth: 9, borders: 250),
      Shape(features: 9, trees: 500, outputs: 2, borders: 200, hasCategories: true),
    ] {
      let trees = try make(shape, &random)
      let chosen = trees.makeEvaluator()
      XCTAssertTrue(
        chosen.kernelDescription.contains("with a line every"), chosen.kernelDescription)
      assertEqual(chosen, trees, rows(trees, 70, &random))
    }
  }

  private func assertRefused(
    _ reason: String, features: [SymmetricFeature]? = nil, depths: [Int] = [1],
    tests: [SymmetricTrees.Test] = [.init(feature: 0, index: 0)], leaves: [Double] = [1, 2],
    bias: [Double] = [0], line: UInt = #line
  ) {
    let feature = SymmetricFeature(input: 0, tests: .borders([1, 2]), missingPasses: false)
    XCTAssertThrowsError(
      try SymmetricTrees(
        inputCount: 1, features: features ?? [feature], treeDepths: depths, tests: tests,
        leafValues: leaves, scale: 1, bias: bias), line: line
    ) {
      XCTAssertTrue("\($0)".contains(reason), "\($0)", line: line)
    }
  }

  func testChecks() {
    assertRefused("depth is 17", depths: [17])
    assertRefused("depth is -1", depths: [-1])
    assertRefused("ask for 2 tests", depths: [2])
    assertRefused("ask for 2 leaves", leaves: [1, 2, 3])
    assertRefused("no outputs", bias: [])
    assertRefused("test that is missing", tests: [.init(feature: 0, index: 2)])
    assertRefused("test that is missing", tests: [.init(feature: 1, index: 0)])
    assertRefused("test that is missing", tests: [.init(feature: -1, index: 0)])
    for borders in [[2, 1], [Float.nan, 1], [1, .nan]] {
      assertRefused(
        "ascending",
        features: [.init(input: 0, tests: .borders(borders), missingPasses: false)])
    }
    assertRefused(
      "reads no input",
      features: [.init(input: 1, tests: .borders([1]), missingPasses: false)])
  }
}
