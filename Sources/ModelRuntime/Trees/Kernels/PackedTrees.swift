/// Trees as 8-byte nodes, laid out for the cache.
///
/// A node is a UInt64: `left << 40 | slot << 32 | key`. A row goes right, to `left + 1`, where the
/// row's key in `slot` is above the node's, else to `left`. Rows' keys are integers, so that one
/// comparison without a branch serves all: the Float's ordered bits, or the number of cuts below a
/// Double. A slot is a feature with a direction for missing values: a missing value's key is 0 in
/// the slot of nodes that send it left, and the largest in that of those that send it right.
///
/// A leaf leads to itself: slot 0 is 0 in every row, above no key, so that a leaf's key is free to
/// number its value. Siblings are neighbours, pairs start at even positions.
///
/// `left` has 24 bits. An ensemble with more nodes is several parts, each counted from its own
/// first node.
struct PackedTrees: Sendable {
  /// Trees whose nodes are counted from one place.
  struct Part: Sendable {
    /// By place in the order of `TreeOrder`.
    var places: Range<Int>
    var firstNode: Int
  }

  let nodes: KernelMemory<UInt64>
  let parts: [Part]
  /// Where each tree's root is, by place, counted from its part's first node.
  let roots: KernelMemory<UInt32>
  let keys: RowKeys

  static let maximumSlots = 256
  static let maximumPositions = 1 << 24
  private static let nodesInLine = 8
  /// The bits of a node that are 0 in a leaf only.
  static let slotMask: UInt64 = 0xFF << 32

  @inline(__always) static func key(_ node: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: node) }

  private static func node(left: Int, slot: Int, key: UInt32) -> UInt64 {
    UInt64(left) << 40 | UInt64(slot) << 32 | UInt64(key)
  }

  /// Nil where the shape does not fit: categories, too many features, too large a tree.
  init?(_ ensemble: TreeEnsemble, order: TreeOrder, leaves: LeafTable) {
    guard let keys = RowKeys(ensemble) else { return nil }
    self.keys = keys
    roots = KernelMemory(repeating: 0, count: order.trees.count)
    var layout = PackedTreeLayout(ensemble)
    var parts: [Part] = []
    var total = 0
    for (place, tree) in order.trees.enumerated() {
      let size = layout.positions(tree: tree)
      // Each tree starts a cache line.
      let rounded = (size + PackedTrees.nodesInLine - 1) & ~(PackedTrees.nodesInLine - 1)
      guard rounded <= PackedTrees.maximumPositions else { return nil }
      if parts.isEmpty
        || total + rounded - parts[parts.count - 1].firstNode > PackedTrees.maximumPositions
      {
        parts.append(Part(places: place..<place, firstNode: total))
      }
      let last = parts.count - 1
      roots.start[place] = UInt32(total - parts[last].firstNode)
      parts[last].places = parts[last].places.lowerBound..<(place + 1)
      total += rounded
    }
    self.parts = parts
    nodes = KernelMemory(repeating: 0, count: total)
    for part in parts {
      for place in part.places {
        let root = Int(roots.start[place])
        let base = nodes.start + part.firstNode + root
        layout.arrange(tree: order.trees[place]) { node, position, left in
          if ensemble.nodes[node].isLeaf {
            base[position] = PackedTrees.node(
              left: root + position, slot: 0, key: leaves.numbers[Int(ensemble.nodes[node].left)])
          } else {
            base[position] = PackedTrees.node(
              left: root + left, slot: keys.slot(ensemble, node: node),
              key: keys.key(ensemble, node: node))
          }
        }
      }
    }
  }

  var bytes: Int { nodes.bytes + roots.bytes + keys.bytes }
}
