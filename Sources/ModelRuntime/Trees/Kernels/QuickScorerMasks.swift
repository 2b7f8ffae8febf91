/// What QuickScorer knows of one tree: its leaves from left to right, and for each node the leaves
/// that remain when its test sends a row right.
struct QuickScorerMasks {
  struct Node {
    var node: Int
    /// A bit for each leaf; those of the node's left side are 0.
    var mask: UInt64
  }

  /// Leaf nodes from left to right.
  private(set) var leaves: [Int] = []
  private(set) var nodes: [Node] = []

  static let maximumLeaves = 64

  /// - Precondition: the tree has at most 64 leaves.
  init(_ ensemble: TreeEnsemble, tree: Int) {
    // A node comes up twice: when its left side starts, and when that is done.
    enum Step {
      case enter(Int)
      case between(Int, firstLeaf: Int)
    }
    var pending = [Step.enter(Int(ensemble.treeStarts[tree]))]
    while let step = pending.popLast() {
      switch step {
      case .enter(let node):
        guard !ensemble.nodes[node].isLeaf else {
          leaves.append(node)
          continue
        }
        pending.append(.between(node, firstLeaf: leaves.count))
        pending.append(.enter(Int(ensemble.nodes[node].left)))
      case .between(let node, let firstLeaf):
        let left = (UInt64.max << UInt64(firstLeaf)) & ~(UInt64.max << UInt64(leaves.count))
        nodes.append(Node(node: node, mask: ~left))
        pending.append(.enter(Int(ensemble.nodes[node].right)))
      }
    }
    precondition(leaves.count <= QuickScorerMasks.maximumLeaves)
  }

  /// Leaves of a tree that the root leads to; more than `limit` are not counted.
  static func leafCount(_ ensemble: TreeEnsemble, tree: Int, limit: Int) -> Int {
    var pending = [Int(ensemble.treeStarts[tree])]
    var leaves = 0
    while let node = pending.popLast(), leaves <= limit {
      if ensemble.nodes[node].isLeaf {
        leaves += 1
      } else {
        pending.append(Int(ensemble.nodes[node].right))
        pending.append(Int(ensemble.nodes[node].left))
      }
    }
    return leaves
  }
}
