/// A node of a `TreeEnsemble`.
struct TreeNode: Sendable, BitwiseCopyable {
  /// Compared with the feature's value; of a category's split, the number of its set in
  /// `categorySets`; of a leaf 0.
  var threshold: Double
  /// Children as indices into the ensemble's nodes; of a leaf, `left` is its number (see
  /// `leafValues`).
  var left: Int32
  var right: Int32
  /// Index into `features`; -1: a leaf.
  var feature: Int32
  /// Where a missing value goes.
  var missingGoesLeft: Bool

  static func leaf(number: Int) -> TreeNode {
    TreeNode(
      threshold: 0, left: Int32(clamping: number), right: -1, feature: -1, missingGoesLeft: false)
  }

  @inline(__always) var isLeaf: Bool { feature < 0 }
}
