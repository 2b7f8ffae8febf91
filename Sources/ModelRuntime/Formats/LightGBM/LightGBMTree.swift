/// One tree of a LightGBM model: adds its nodes to the ensemble.
///
/// The file numbers splits and leaves apart: a child below 0 is leaf `-child - 1`. In the ensemble
/// the leaves stand behind the splits.
struct LightGBMTree {
  private let section: LightGBMSection
  let leafCount: Int
  private let leafValues: [Double]

  // decision_type: bit 0 categorical, bit 1 missing to the left, bits 2 and 3 what is missing.
  private static let categorical = 1
  private static let defaultLeft = 2
  private enum Missing: Int { case none, zero, notANumber }

  init(_ section: LightGBMSection) throws(ModelError) {
    self.section = section
    leafCount = try section.integer("num_leaves")
    guard leafCount >= 1 else { throw section.error("it has no leaves") }
    leafValues = try section.numbers("leaf_value")
    guard leafValues.count == leafCount else {
      throw section.error("num_leaves is \(leafCount), and there are \(leafValues.count) leaves")
    }
  }

  func add(to builder: inout TreeEnsembleBuilder, output: Int) throws(ModelError) {
    builder.beginTree(output: output)
    if leafCount > 1 { try addSplits(to: &builder) }
    for value in leafValues { builder.addLeaf(value) }
    do { try builder.endTree() } catch {
      throw section.error(error.node.map { "node \($0): \(error.reason)" } ?? error.reason)
    }
  }

  private func addSplits(to builder: inout TreeEnsembleBuilder) throws(ModelError) {
    let count = leafCount - 1
    let features = try section.integers("split_feature", count: count)
    let thresholds = try section.numbers("threshold", count: count)
    let decisions = try section.integers("decision_type", count: count)
    let left = try section.integers("left_child", count: count)
    let right = try section.integers("right_child", count: count)
    let categories = try LightGBMCategories(section)
    for node in 0..<count {
      let leftChild = child(left[node], splits: count)
      let rightChild = child(right[node], splits: count)
      let decision = decisions[node]
      guard let missing = Missing(rawValue: decision >> 2), decision >= 0 else {
        throw section.error("node \(node) has the decision type \(decision), which is unknown")
      }
      if decision & LightGBMTree.categorical != 0 {
        let feature = builder.feature(input: features[node], reading: .categoryTruncated)
        builder.addSplit(
          feature: feature, categories: try categories.set(thresholds[node], node: node),
          membersGoRight: false, left: leftChild, right: rightChild, missingGoesLeft: false)
      } else {
        let feature = builder.feature(
          input: features[node], reading: missing == .zero ? .numberWithoutZero : .numberWithZero)
        // Where NaN is not the missing value it is read as 0.
        let missingGoesLeft =
          missing == .none ? 0 <= thresholds[node] : decision & LightGBMTree.defaultLeft != 0
        builder.addSplit(
          feature: feature, threshold: thresholds[node], left: leftChild, right: rightChild,
          missingGoesLeft: missingGoesLeft)
      }
    }
  }

  private func child(_ number: Int, splits: Int) -> Int {
    // ~number is the leaf; numbers that no tree has are for the builder to refuse.
    number >= 0 ? (number < splits ? number : -1) : splits &+ ~number
  }

  /// The leaves' linear models; nil: the tree has constants only.
  func linearLeaves() throws(ModelError) -> LightGBMLinearLeaves? {
    guard try section.integer("is_linear", default: 0) != 0 else { return nil }
    return try LightGBMLinearLeaves(section, leafCount: leafCount, leafValues: leafValues)
  }
}
