extension TreeEnsemble {
  /// The fastest evaluator for this ensemble's shape; `kernelDescription` says which and why.
  func makeEvaluator() -> any Evaluator {
    PlainTreeEvaluator(self, because: "the only one")
  }

  /// Memory of the arrays.
  var memoryBytes: Int {
    let node =
      3 * MemoryLayout<Int32>.stride + MemoryLayout<Double>.stride + MemoryLayout<Bool>.stride
    return nodeCount * node + leafValues.count * MemoryLayout<Double>.stride
      + (treeStarts.count + treeOutputs.count) * MemoryLayout<Int32>.stride
      + categorySets.members.count * MemoryLayout<UInt32>.stride
  }
}
