/// What is wrong with an ensemble's structure, and where. Loaders make a `ModelError` of it.
struct TreeFault: Error, Equatable, CustomStringConvertible {
  let tree: Int
  /// Counted from the tree's root, 0; nil: the tree as a whole.
  let node: Int?
  let reason: String

  var description: String {
    if let node { "tree \(tree), node \(node): \(reason)" } else { "tree \(tree): \(reason)" }
  }
}
