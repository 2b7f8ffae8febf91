/// What a split must be, whatever tree it is in.
struct TreeSplitRules {
  let features: [TreeFeature]
  let inputCount: Int
  let comparison: TreeEnsemble.Comparison
  /// Sets of categories that the ensemble has.
  let setCount: Int

  /// What is wrong with a split; nil: nothing.
  @inline(__always)
  func fault(of split: TreeNode) -> String? {
    guard Int(split.feature) < features.count else {
      return "it tests a feature that is not among the model's \(inputCount)"
    }
    guard !split.threshold.isNaN else { return "its threshold is NaN" }
    // Even -infinity is not below it: no value would go left, and no cut says so.
    guard comparison == .lessOrEqual || split.threshold != -.infinity else {
      return "nothing is below its threshold"
    }
    guard features[Int(split.feature)].isCategory else { return nil }
    let set = split.threshold
    guard set >= 0, set < Double(setCount), set == set.rounded() else {
      return "it tests a category without a set of them"
    }
    return nil
  }
}
