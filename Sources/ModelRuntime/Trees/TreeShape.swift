/// What the choice of a kernel depends on.
struct TreeShape {
  let treeCount: Int
  /// Features that some node tests.
  let testedFeatures: Int
  let testsCategories: Bool
  /// Leaves of the largest tree; above 64 it only says that.
  let mostLeaves: Int

  init(_ ensemble: TreeEnsemble) {
    treeCount = ensemble.treeCount
    testedFeatures = ensemble.isTested.count { $0 }
    testsCategories = zip(ensemble.features, ensemble.isTested).contains { $0.isCategory && $1 }
    let limit = QuickScorerMasks.maximumLeaves
    var most = 0
    for tree in 0..<ensemble.treeCount where most <= limit {
      most = max(most, QuickScorerMasks.leafCount(ensemble, tree: tree, limit: limit))
    }
    mostLeaves = most
  }

  // Measured with scripts/bench-models; docs/kernels.md has the figures. Nanoseconds.
  private static let additionCost = 1.3
  /// One line of masks is read and combined at this many bytes in a nanosecond.
  private static let maskBytesPerNanosecond = 20.0
  /// A tree of at most 64 leaves, walked.
  private static let walkCost = 10.0
  /// Larger tables would cost more to fetch than they save.
  private static let maximumTableBytes = 32 << 20

  /// Whether tables are the faster way, for trees of at most 64 leaves.
  func prefersQuickScorer(bins: TreeBins) -> Bool {
    let maskBytes = mostLeaves <= 32 ? 4.0 : 8.0
    let bytes = QuickScorerEvaluator.tableBytes(
      bins, trees: treeCount, isNarrow: mostLeaves <= 32)
    guard bytes <= TreeShape.maximumTableBytes else { return false }
    let tables =
      TreeShape.additionCost
      + Double(testedFeatures) * maskBytes / TreeShape.maskBytesPerNanosecond
    return tables <= TreeShape.walkCost || testsCategories
  }
}
