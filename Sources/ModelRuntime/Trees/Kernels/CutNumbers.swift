/// The distinct cuts, or categories, of some of an ensemble's nodes, and which one each node has.
struct CutNumbers: Sendable {
  /// By feature; nil: none of the nodes tests it.
  private(set) var distinct: [DistinctValues?]
  /// By node, counted from the first one: the number of its cut among its feature's distinct ones. 0 for leaves and for
  /// nodes that test categories.
  private(set) var numbers: [Int32] = []

  init(_ ensemble: TreeEnsemble, nodes: Range<Int>) {
    distinct = Array(repeating: nil, count: ensemble.features.count)
    numbers.reserveCapacity(nodes.count)
    PageMemory.populate(&numbers)
    for index in nodes {
      let node = ensemble.nodes[index]
      guard !node.isLeaf else {
        numbers.append(0)
        continue
      }
      let feature = Int(node.feature)
      if distinct[feature] == nil { distinct[feature] = DistinctValues(expecting: 64) }
      if ensemble.features[feature].isCategory {
        for member in ensemble.categorySets.members(of: Int(node.threshold)) {
          _ = distinct[feature]!.number(UInt64(member))
        }
        numbers.append(0)
      } else {
        // + 0: both zeros are one cut.
        numbers.append(distinct[feature]!.number((ensemble.cut(at: index) + 0).bitPattern))
      }
    }
  }

  /// Joins what is distinct here to what is elsewhere.
  ///
  /// - Returns: by feature, the numbers there of the ones here.
  func translate(into others: inout [DistinctValues?]) -> [[Int32]] {
    distinct.enumerated().map { feature, own in
      guard let own else { return [] }
      if others[feature] == nil { others[feature] = DistinctValues(expecting: 64) }
      return own.values.map { others[feature]!.number($0) }
    }
  }
}
