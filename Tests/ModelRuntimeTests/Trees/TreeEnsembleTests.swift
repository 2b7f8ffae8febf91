import XCTest

@testable import ModelRuntime

final class TreeEnsembleTests: XCTestCase {
  /// x0 <= 0.5 ? 10 : (x1 <= 2 ? 20 : 30), missing x0 to the left, missing x1 to the right.
  private func builder(
    _ comparison: TreeEnsemble.Comparison = .lessOrEqual,
    _ precision: TreeEnsemble.InputPrecision = .float64
  ) -> TreeEnsembleBuilder {
    var builder = TreeEnsembleBuilder(
      inputCount: 2, inputPrecision: precision, comparison: comparison, sum: TreeSum(start: [1]))
    builder.beginTree()
    builder.addSplit(feature: 0, threshold: 0.5, left: 1, right: 2, missingGoesLeft: true)
    builder.addLeaf(10)
    builder.addSplit(feature: 1, threshold: 2, left: 3, right: 4, missingGoesLeft: false)
    builder.addLeaf(20)
    builder.addLeaf(30)
    return builder
  }

  private func evaluate(_ ensemble: TreeEnsemble, _ row: [Double]) -> [Double] {
    PlainTreeEvaluator(ensemble).answers([row])[0]
  }

  func testPlain_followsTheTree() throws {
    var builder = builder()
    try builder.endTree()
    let ensemble = try builder.build()
    XCTAssertEqual(evaluate(ensemble, [0.5, 9]), [11])
    XCTAssertEqual(evaluate(ensemble, [0.6, 2]), [21])
    XCTAssertEqual(evaluate(ensemble, [0.6, 2.1]), [31])
    XCTAssertEqual(evaluate(ensemble, [.nan, 9]), [11])
    XCTAssertEqual(evaluate(ensemble, [0.6, .nan]), [31])
  }

  func testPlain_lessSendsTheThresholdItselfRight() throws {
    var builder = builder(.less)
    try builder.endTree()
    let ensemble = try builder.build()
    XCTAssertEqual(evaluate(ensemble, [0.5, 0]), [21])
    XCTAssertEqual(evaluate(ensemble, [(0.5).nextDown, 0]), [11])
  }

  func testPlain_float32RoundsTheValueNotTheThreshold() throws {
    var builder = TreeEnsembleBuilder(inputCount: 1, sum: TreeSum(start: [0]))
    builder.beginTree()
    builder.addSplit(feature: 0, threshold: 0.1, left: 1, right: 2, missingGoesLeft: true)
    builder.addLeaf(1)
    builder.addLeaf(2)
    try builder.endTree()
    // Float(0.1) is above 0.1.
    XCTAssertEqual(evaluate(try builder.build(), [0.1]), [2])
  }

  func testPlain_vectorLeavesAndAverage() throws {
    var builder = TreeEnsembleBuilder(
      inputCount: 1, sum: TreeSum(start: [0, 0], finish: .divide(by: 2)), vectorLeaves: true)
    for value in [1.0, 2] {
      builder.beginTree()
      builder.addSplit(feature: 0, threshold: value, left: 1, right: 2, missingGoesLeft: true)
      builder.addLeaf([value, 10 * value])
      builder.addLeaf([0.5, 0.25])
      try builder.endTree()
    }
    XCTAssertEqual(evaluate(try builder.build(), [1.5]), [1.25, 10.125])
  }

  func testPlain_float32SumRoundsAtEveryAddition() throws {
    var builder = TreeEnsembleBuilder(
      inputCount: 1, sum: TreeSum(.float32, start: [0.1]))
    for _ in 0..<3 {
      builder.beginTree()
      builder.addLeaf(0.7)
      try builder.endTree()
    }
    let expected = Float(0.1) + Float(0.7) + Float(0.7) + Float(0.7)
    XCTAssertEqual(evaluate(try builder.build(), [0]), [Double(expected)])
  }

  func testPlain_categories() throws {
    for (reading, value, isMember) in [
      (TreeFeature.Reading.categoryTruncated, 3.7, true), (.categoryNonNegative, 3.7, true),
      (.categoryExact, 3.7, false), (.categoryExact, 3, true), (.categoryTruncated, -0.5, true),
      (.categoryNonNegative, -0.5, false), (.categoryTruncated, 1e300, false),
      (.categoryTruncated, -.infinity, false), (.categoryTruncated, 4, false),
    ] {
      var builder = TreeEnsembleBuilder(
        inputCount: 1, features: [TreeFeature(input: 0, reading: reading)],
        sum: TreeSum(start: [0]))
      builder.beginTree()
      builder.addSplit(
        feature: 0, categories: [3, 0, 3], membersGoRight: false, left: 1, right: 2,
        missingGoesLeft: false)
      builder.addLeaf(1)
      builder.addLeaf(2)
      try builder.endTree()
      XCTAssertEqual(
        evaluate(try builder.build(), [value]), [isMember ? 1 : 2], "\(reading) \(value)")
    }
  }

  func testZeroRules() {
    let threshold = TreeFeature.zeroThreshold
    let withZero = TreeFeature(input: 0, reading: .numberWithZero)
    let withoutZero = TreeFeature(input: 0, reading: .numberWithoutZero)
    XCTAssertEqual(threshold, 1.0000000180025095e-35)
    XCTAssertEqual(withZero.number(-threshold), 0)
    XCTAssertEqual(withZero.number(threshold.nextUp), threshold.nextUp)
    XCTAssertTrue(withoutZero.number(1e-36).isNaN)
    XCTAssertTrue(withoutZero.number(-0.0).isNaN)
  }

  private func assertFault(
    _ wanted: String, node: Int?, line: UInt = #line,
    _ build: (inout TreeEnsembleBuilder) -> Void
  ) {
    var builder = TreeEnsembleBuilder(inputCount: 2, sum: TreeSum(start: [0]))
    builder.beginTree()
    build(&builder)
    XCTAssertThrowsError(try builder.endTree(), line: line) {
      let fault = $0 as? TreeFault
      XCTAssertEqual(fault?.node, node, line: line)
      XCTAssertTrue(
        fault?.reason.contains(wanted) ?? false, "\(String(describing: fault))", line: line)
    }
  }

  func testChecks() {
    assertFault("no nodes", node: nil) { _ in }
    assertFault("its children are 1 and 3", node: 0) {
      $0.addSplit(feature: 0, threshold: 1, left: 1, right: 3, missingGoesLeft: true)
      $0.addLeaf(1)
      $0.addLeaf(1)
    }
    assertFault("its children are -1 and 1", node: 0) {
      $0.addSplit(feature: 0, threshold: 1, left: -1, right: 1, missingGoesLeft: true)
      $0.addLeaf(1)
    }
    assertFault("more than one path", node: 1) {
      $0.addSplit(feature: 0, threshold: 1, left: 1, right: 1, missingGoesLeft: true)
      $0.addLeaf(1)
    }
    assertFault("more than one path", node: 0) {
      $0.addSplit(feature: 0, threshold: 1, left: 1, right: 2, missingGoesLeft: true)
      $0.addLeaf(1)
      $0.addSplit(feature: 0, threshold: 1, left: 0, right: 3, missingGoesLeft: true)
      $0.addLeaf(1)
    }
    assertFault("NaN", node: 0) {
      $0.addSplit(feature: 0, threshold: .nan, left: 1, right: 2, missingGoesLeft: true)
      $0.addLeaf(1)
      $0.addLeaf(1)
    }
    for feature in [2, -7, Int.max] {
      assertFault("feature", node: 0) {
        $0.addSplit(feature: feature, threshold: 1, left: 1, right: 2, missingGoesLeft: true)
        $0.addLeaf(1)
        $0.addLeaf(1)
      }
    }
  }

  func testChecks_infiniteThresholdsAndUnreachedNodesAreFine() throws {
    var builder = TreeEnsembleBuilder(inputCount: 1, sum: TreeSum(start: [0]))
    builder.beginTree()
    builder.addSplit(feature: 0, threshold: .infinity, left: 1, right: 2, missingGoesLeft: false)
    builder.addLeaf(1)
    builder.addLeaf(2)
    builder.addLeaf(3)
    try builder.endTree()
    let ensemble = try builder.build()
    XCTAssertEqual(evaluate(ensemble, [.infinity]), [1])
    XCTAssertEqual(evaluate(ensemble, [.nan]), [2])
  }

  func testChecks_childrenMayStandBeforeTheirParents() throws {
    var builder = TreeEnsembleBuilder(inputCount: 2, sum: TreeSum(start: [0]))
    builder.beginTree()
    builder.addSplit(feature: 0, threshold: 0, left: 3, right: 1, missingGoesLeft: false)
    builder.addLeaf(1)
    builder.addLeaf(2)
    builder.addSplit(feature: 1, threshold: 0, left: 2, right: 4, missingGoesLeft: false)
    builder.addLeaf(3)
    try builder.endTree()
    let ensemble = try builder.build()
    XCTAssertEqual(evaluate(ensemble, [1, 0]), [1])
    XCTAssertEqual(evaluate(ensemble, [0, 0]), [2])
    XCTAssertEqual(evaluate(ensemble, [0, 1]), [3])
  }

  func testChecks_unreachedNodesMayLeadAnywhere() throws {
    var builder = TreeEnsembleBuilder(inputCount: 2, sum: TreeSum(start: [0]))
    builder.beginTree()
    builder.addSplit(feature: 0, threshold: 0, left: 1, right: 2, missingGoesLeft: false)
    builder.addLeaf(1)
    builder.addLeaf(2)
    builder.addSplit(feature: 1, threshold: 0, left: 1, right: 3, missingGoesLeft: false)
    try builder.endTree()
    XCTAssertEqual(evaluate(try builder.build(), [1, 0]), [2])
  }

  func testChecks_output() {
    var builder = TreeEnsembleBuilder(inputCount: 1, sum: TreeSum(start: [0, 0]))
    builder.beginTree(output: 2)
    builder.addLeaf(1)
    XCTAssertThrowsError(try builder.endTree())
  }
}
