extension TreeEnsemble {
  /// The fastest evaluator for this ensemble's shape; its `kernelDescription` says which and why.
  ///
  /// Exact: each gives the reference's answer to the last bit, for every input.
  func makeEvaluator() -> any Evaluator {
    let shape = TreeShape(self)
    var cuts: [Int32] = []
    if shape.testedFeatures <= 1 {
      let bins = TreeBins(self, cutsByNode: &cuts)
      if let step = StepFunction(self, bins: bins, cuts: cuts) { return step }
    }
    if shape.mostLeaves <= QuickScorerMasks.maximumLeaves {
      let bins = TreeBins(self, cutsByNode: &cuts)
      if shape.prefersQuickScorer(bins: bins) {
        let masks = (0..<treeCount).map { QuickScorerMasks(self, tree: $0) }
        return QuickScorerEvaluator(self, masks: masks, bins: bins, cuts: cuts)
      }
    }
    let reason =
      shape.mostLeaves <= QuickScorerMasks.maximumLeaves
      ? "\(shape.testedFeatures) features would make QuickScorer's tables too large"
      : "a tree has more than 64 leaves"
    if let packed = PackedTreeEvaluator(self, because: reason) { return packed }
    return PlainTreeEvaluator(
      self,
      because: shape.testsCategories
        ? "a tree of more than 64 leaves tests categories"
        : "more features or nodes in a tree than packed nodes can name")
  }

  /// Memory of the arrays.
  var memoryBytes: Int {
    nodeCount * MemoryLayout<TreeNode>.stride + leafValues.count * MemoryLayout<Double>.stride
      + (treeStarts.count + treeOutputs.count) * MemoryLayout<Int32>.stride
      + categorySets.members.count * MemoryLayout<UInt32>.stride
  }
}
