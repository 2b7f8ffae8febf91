extension SymmetricTrees {
  /// Tables that go beyond this, and beyond a small multiple of the model, cost more to fetch than
  /// they save.
  private static let freeTableBytes = 16 << 20
  private static let tableBytesPerModelByte = 8

  /// The fastest evaluator for these trees; its `kernelDescription` says which and why.
  func makeEvaluator() -> any Evaluator {
    let bytes = ContributionEvaluator.bytes(self)
    let limit = max(
      SymmetricTrees.freeTableBytes, SymmetricTrees.tableBytesPerModelByte * memoryBytes)
    if bytes <= limit { return ContributionEvaluator(self) }
    return SymmetricBitEvaluator(
      self, because: "contribution tables would take \(bytes >> 20) MiB")
  }
}
