@testable import ModelRuntime

/// An ensemble of a wanted shape with the thresholds that implementers get wrong, and the rows that
/// tell: every threshold itself, one and two ulp (as Float and as Double) to both sides, zeros of
/// both signs, subnormals, infinities and NaN.
struct GeneratedEnsemble {
  struct Shape {
    var inputs = 4
    var trees = 10
    /// Leaves of a tree, at most.
    var leaves = 16
    var outputs = 1
    var vectorLeaves = false
    var inputPrecision = TreeEnsemble.InputPrecision.float32
    var comparison = TreeEnsemble.Comparison.lessOrEqual
    var sumPrecision = TreeSum.Precision.float64
    var finish = TreeSum.Finish.none
    /// How the inputs are read, in turn.
    var readings: [TreeFeature.Reading] = [.number]
    /// Distinct thresholds that nodes draw from, for each feature.
    var thresholds = 20
    /// Grow one branch only, so that the tree is as deep as it can be.
    var isChain = false
  }

  let ensemble: TreeEnsemble
  private let thresholds: [[Double]]

  init(_ shape: Shape, seed: UInt64) throws {
    var random = Xorshift(seed: seed)
    let features = (0..<shape.inputs).map {
      TreeFeature(input: $0, reading: shape.readings[$0 % shape.readings.count])
    }
    let start = (0..<shape.outputs).map { _ in Double.random(in: -1...1, using: &random) }
    var builder = TreeEnsembleBuilder(
      inputCount: shape.inputs, features: features, inputPrecision: shape.inputPrecision,
      comparison: shape.comparison,
      sum: TreeSum(shape.sumPrecision, start: start, finish: shape.finish),
      vectorLeaves: shape.vectorLeaves)
    var pools: [[Double]] = []
    for _ in 0..<shape.inputs {
      pools.append(
        (0..<max(1, shape.thresholds)).map { _ in
          GeneratedEnsemble.threshold(&random, allowsNegativeInfinity: shape.comparison != .less)
        })
    }
    for tree in 0..<shape.trees {
      builder.beginTree(output: tree % shape.outputs)
      try GeneratedEnsemble.addTree(to: &builder, shape, features, pools, &random)
      try builder.endTree()
    }
    ensemble = try builder.build()
    thresholds = pools
  }

  private static func threshold(
    _ random: inout Xorshift, allowsNegativeInfinity: Bool
  ) -> Double {
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return 0
    case 1: return -0.0
    case 2: return .infinity
    case 3: return allowsNegativeInfinity ? -.infinity : -1
    case 4: return Double(Float.leastNonzeroMagnitude)
    case 5: return .leastNonzeroMagnitude
    case 6: return TreeFeature.zeroThreshold
    case 7: return -TreeFeature.zeroThreshold
    case 8: return 1e300
    case 9: return Double(Float.greatestFiniteMagnitude)
    case 10..<13: return Double(Float.random(in: -3...3, using: &random))
    case 13: return Double(Int.random(in: -3...9, using: &random)) + 0.5
    default: return Double.random(in: -3...3, using: &random)
    }
  }

  private static func addTree(
    to builder: inout TreeEnsembleBuilder, _ shape: Shape, _ features: [TreeFeature],
    _ pools: [[Double]], _ random: inout Xorshift
  ) throws {
    let leaves = Int.random(in: 1...shape.leaves, using: &random)
    // Split a leaf at random until there are enough.
    var children: [(Int, Int)?] = [nil]
    var open = [0]
    while open.count < leaves {
      let pick = shape.isChain ? open.count - 1 : Int.random(in: 0..<open.count, using: &random)
      let node = open.remove(at: pick)
      children[node] = (children.count, children.count + 1)
      open += [children.count, children.count + 1]
      children += [nil, nil]
    }
    for child in children {
      guard let (left, right) = child else {
        if shape.vectorLeaves {
          builder.addLeaf(
            (0..<shape.outputs).map { _ in Double.random(in: -2...2, using: &random) })
        } else {
          builder.addLeaf(Double.random(in: -2...2, using: &random))
        }
        continue
      }
      let feature = Int.random(in: 0..<features.count, using: &random)
      let swaps = Bool.random(using: &random)
      let missing = Bool.random(using: &random)
      if features[feature].isCategory {
        let count = Int.random(in: 0...5, using: &random)
        builder.addSplit(
          feature: feature,
          categories: (0..<count).map { _ in UInt32.random(in: 0...12, using: &random) },
          membersGoRight: Bool.random(using: &random), left: swaps ? right : left,
          right: swaps ? left : right, missingGoesLeft: missing)
      } else {
        builder.addSplit(
          feature: feature, threshold: pools[feature].randomElement(using: &random)!,
          left: swaps ? right : left, right: swaps ? left : right, missingGoesLeft: missing)
      }
    }
  }

  /// Rows of which every value lies at or next to a border, or is special.
  func rows(_ count: Int, seed: UInt64) -> [[Double]] {
    var random = Xorshift(seed: seed)
    return (0..<count).map { _ in
      thresholds.map { GeneratedEnsemble.value(near: $0, &random) }
    }
  }

  private static func value(near pool: [Double], _ random: inout Xorshift) -> Double {
    let threshold = pool.randomElement(using: &random)!
    let single = Float(threshold)
    switch Int.random(in: 0..<24, using: &random) {
    case 0: return .nan
    case 1: return .infinity
    case 2: return -.infinity
    case 3: return 0
    case 4: return -0.0
    case 5: return 1e-36
    case 6: return -1e-35
    case 7: return .leastNonzeroMagnitude
    case 8: return 1e300
    case 9: return Double(Int.random(in: -2...14, using: &random))
    case 10: return Double(Int.random(in: -2...14, using: &random)) + 0.5
    case 11: return threshold.nextUp
    case 12: return threshold.nextDown
    case 13: return threshold.nextUp.nextUp
    case 14: return Double(single.nextUp)
    case 15: return Double(single.nextDown)
    case 16: return Double(single.nextUp.nextUp)
    case 17: return Double(single)
    case 18: return (Double(single) + Double(single.nextUp)) / 2
    case 19: return -0.5
    case 20, 21: return Double.random(in: -4...4, using: &random)
    default: return threshold
    }
  }
}
