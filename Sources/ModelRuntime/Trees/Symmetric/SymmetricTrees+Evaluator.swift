extension SymmetricTrees {
  /// The fastest evaluator for these trees; `kernelDescription` says which and why.
  func makeEvaluator() -> any Evaluator {
    PlainSymmetricEvaluator(trees: self)
  }
}
