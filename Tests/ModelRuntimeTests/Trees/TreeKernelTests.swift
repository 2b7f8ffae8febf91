import XCTest

@testable import ModelRuntime

/// Every kernel gives the reference's answer to the last bit, for every input.
final class TreeKernelTests: XCTestCase {
  private typealias Shape = GeneratedEnsemble.Shape

  private func assertEqual(
    _ evaluator: some Evaluator, _ reference: some Evaluator, rows: [[Double]], _ message: String,
    line: UInt = #line
  ) {
    let expected = reference.answers(rows)
    for burst in [1, 3, 4, 5, 7, 8, 12, 13, 64] {
      let got = evaluator.answers(rows, burst: burst)
      for (row, (a, b)) in zip(got, expected).enumerated()
      where a.map(\.bitPattern) != b.map(\.bitPattern) {
        // NaN sums have more than one pattern.
        if zip(a, b).allSatisfy({ $0 == $1 || $0.isNaN && $1.isNaN }) { continue }
        XCTFail(
          "\(message), burst \(burst), row \(rows[row]): \(a), and the reference \(b)", line: line)
        return
      }
    }
  }

  private func assertKernel(
    _ shape: Shape, wants kernel: String, seeds: Range<UInt64> = 0..<6, rows: Int = 150,
    line: UInt = #line, make: ((TreeEnsemble) -> any Evaluator)? = nil
  ) throws {
    for seed in seeds {
      let generated = try GeneratedEnsemble(shape, seed: seed)
      let evaluator = make?(generated.ensemble) ?? generated.ensemble.makeEvaluator()
      XCTAssertTrue(
        evaluator.kernelDescription.hasPrefix(kernel), evaluator.kernelDescription, line: line)
      assertEqual(
        evaluator, PlainTreeEvaluator(generated.ensemble),
        rows: generated.rows(rows, seed: seed + 1000), "seed \(seed)", line: line)
    }
  }

  private static let readings: [TreeFeature.Reading] = [
    .number, .numberWithZero, .numberWithoutZero, .categoryTruncated, .categoryNonNegative,
    .categoryExact,
  ]

  func testStepFunction() throws {
    for comparison in [TreeEnsemble.Comparison.lessOrEqual, .less] {
      for precision in [TreeEnsemble.InputPrecision.float32, .float64] {
        try assertKernel(
          Shape(
            inputs: 1, trees: 7, leaves: 90, inputPrecision: precision, comparison: comparison,
            finish: .divide(by: 7), thresholds: 40), wants: "step function")
      }
    }
    for reading in TreeKernelTests.readings {
      try assertKernel(
        Shape(inputs: 1, inputPrecision: .float64, readings: [reading]), wants: "step function")
    }
    try assertKernel(
      Shape(inputs: 1, outputs: 3, sumPrecision: .float32), wants: "step function")
    try assertKernel(
      Shape(inputs: 1, outputs: 3, vectorLeaves: true), wants: "step function")
    try assertKernel(Shape(trees: 3, leaves: 1), wants: "step function")
    try assertKernel(Shape(trees: 0), wants: "step function")
  }

  /// From 131,072 nodes on two threads make the kernel. With so many rows every bin is asked for.
  func testLargeEnsembles() throws {
    for inputs in [1, 3] {
      let shape = Shape(inputs: inputs, trees: 100, leaves: 2_000, thresholds: 500)
      XCTAssertTrue(try GeneratedEnsemble(shape, seed: 0).ensemble.isLarge)
      try assertKernel(
        shape, wants: inputs == 1 ? "step function" : "packed traversal", seeds: 0..<1,
        rows: 4_000)
    }
  }

  func testQuickScorer_masksAndSums() throws {
    for (leaves, bits) in [(32, 32), (64, 64)] {
      for precision in [TreeSum.Precision.float64, .float32] {
        try assertKernel(
          Shape(inputs: 5, trees: 30, leaves: leaves, sumPrecision: precision),
          wants: "tabulated QuickScorer")
        try assertKernel(
          Shape(
            inputs: 9, trees: 21, leaves: leaves, outputs: 3, comparison: .less,
            sumPrecision: precision), wants: "tabulated QuickScorer")
        try assertKernel(
          Shape(
            inputs: 3, trees: 21, leaves: leaves, outputs: 3, vectorLeaves: true,
            sumPrecision: precision, finish: .divide(by: 21)), wants: "tabulated QuickScorer")
      }
      XCTAssertGreaterThan(bits, 0)
    }
  }

  func testQuickScorer_readsEveryKindOfFeature() throws {
    try assertKernel(
      Shape(
        inputs: 12, trees: 20, leaves: 20, inputPrecision: .float64,
        readings: TreeKernelTests.readings), wants: "tabulated QuickScorer", seeds: 0..<12)
  }

  func testQuickScorer_chains() throws {
    try assertKernel(
      Shape(inputs: 3, trees: 8, leaves: 64, isChain: true), wants: "tabulated QuickScorer")
  }

  func testQuickScorer_linesEveryFewBins() throws {
    // 400 cuts in each of 6 features: a line for each would be over the size that is wanted.
    for precision in [TreeSum.Precision.float64, .float32] {
      try assertKernel(
        Shape(
          inputs: 6, trees: 220, leaves: 40, sumPrecision: precision, thresholds: 400),
        wants: "tabulated QuickScorer, 64-bit masks", seeds: 0..<2)
    }
    let generated = try GeneratedEnsemble(
      Shape(inputs: 6, trees: 220, leaves: 40, thresholds: 400), seed: 1)
    XCTAssertTrue(
      generated.ensemble.makeEvaluator().kernelDescription.contains("a line every"))
  }

  func testPackedTraversal() throws {
    for prefetches in [false, true] {
      for comparison in [TreeEnsemble.Comparison.lessOrEqual, .less] {
        for precision in [TreeEnsemble.InputPrecision.float32, .float64] {
          try assertKernel(
            Shape(
              inputs: 4, trees: 13, leaves: 120, inputPrecision: precision,
              comparison: comparison, thresholds: 50), wants: "packed traversal", seeds: 0..<3
          ) { PackedTreeEvaluator($0, because: "test", prefetches: prefetches)! }
        }
      }
      try assertKernel(
        Shape(
          inputs: 4, trees: 70, leaves: 90, outputs: 3, sumPrecision: .float32,
          finish: .scale(0.5, bias: [1, 2, 3])), wants: "packed traversal", seeds: 0..<3
      ) { PackedTreeEvaluator($0, because: "test", prefetches: prefetches)! }
      try assertKernel(
        Shape(
          inputs: 2, trees: 9, leaves: 90, outputs: 3, vectorLeaves: true, sumPrecision: .float32),
        wants: "packed traversal", seeds: 0..<3
      ) { PackedTreeEvaluator($0, because: "test", prefetches: prefetches)! }
      try assertKernel(
        Shape(
          inputs: 6, trees: 9, leaves: 90, outputs: 3, vectorLeaves: true, inputPrecision: .float64,
          readings: [.number, .numberWithZero, .numberWithoutZero]), wants: "packed traversal",
        seeds: 0..<3
      ) { PackedTreeEvaluator($0, because: "test", prefetches: prefetches)! }
    }
  }

  func testPackedTraversal_isChosenForLargeTrees() throws {
    try assertKernel(
      Shape(inputs: 4, trees: 3, leaves: 2_000, thresholds: 500), wants: "packed traversal",
      seeds: 0..<2)
    try assertKernel(
      Shape(inputs: 2, trees: 3, leaves: 300, isChain: true), wants: "packed traversal",
      seeds: 0..<2)
  }

  func testPlainTraversal_isChosenWhereNothingElseFits() throws {
    try assertKernel(
      Shape(inputs: 4, trees: 3, leaves: 300, readings: [.categoryTruncated]),
      wants: "plain traversal", seeds: 0..<4)
  }

  func testManyFeatures() throws {
    let shape = Shape(inputs: 120, trees: 40, leaves: 30)
    try assertKernel(shape, wants: "packed traversal", seeds: 0..<2)
  }
}
