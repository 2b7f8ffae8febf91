/// One tree of an XGBoost model: adds its nodes to the ensemble.
///
/// Nodes are numbered over splits, leaves and those that pruning has deleted, which nothing leads
/// to. A leaf has no left child (-1) and its value in `split_conditions`, or, where leaves hold a value for
/// every output (`multi_strategy=multi_output_tree`), a place in a list of its own.
struct XGBoostTree {
  private let node: JSONNode
  private let left: [Int]
  private let right: [Int]
  private let features: [Int]
  private let conditions: [Double]
  private let defaultLeft: [Double]
  private let splitTypes: [Int]
  /// Values of a leaf: 1, or as many as there are outputs.
  private let leafSize: Int
  /// The leaves' values, where there are several for each, and whether a leaf's place among them is in
  /// `right`, as since 3.1, or is its own number, as before.
  private let leafValues: (list: [Double], isByLeaf: Bool)
  /// The categories that go right, by node.
  private var categories: [Int: [UInt32]] = [:]

  init(_ node: JSONNode) throws(ModelError) {
    self.node = node
    leafSize = try XGBoostTree.leafSize(node)
    leafValues = try XGBoostTree.leafValues(node, size: leafSize)
    left = try node.member("left_children").integers()
    right = try node.member("right_children").integers()
    features = try node.member("split_indices").integers()
    conditions = try node.member("split_conditions").numbers()
    defaultLeft = try node.member("default_left").numbers()
    let splitTypes = try node.optional("split_type")?.integers() ?? []
    // Written since 1.3; before, every split is a number's.
    self.splitTypes = splitTypes.isEmpty ? [Int](repeating: 0, count: left.count) : splitTypes
    let lengths = [
      right.count, features.count, conditions.count, defaultLeft.count, self.splitTypes.count,
    ]
    guard lengths.allSatisfy({ $0 == left.count }) else {
      throw node.error("its lists of nodes have different lengths")
    }
    guard !left.isEmpty else { throw node.error("it has no nodes") }
    try readCategories()
  }

  /// How many values each leaf of a tree holds.
  static func leafSize(_ node: JSONNode) throws(ModelError) -> Int {
    max(1, try node.optional("tree_param")?.optional("size_leaf_vector")?.integer() ?? 1)
  }

  private static func leafValues(
    _ node: JSONNode, size: Int
  ) throws(ModelError) -> (list: [Double], isByLeaf: Bool) {
    guard size > 1 else { return ([], false) }
    if let list = node.optional("leaf_weights") { return (try list.numbers(), true) }
    return (try node.member("base_weights").numbers(), false)
  }

  /// The values of the leaf that node `index` is.
  private func values(ofLeaf index: Int) throws(ModelError) -> [Float] {
    let leaf = leafValues.isByLeaf ? right[index] : index
    guard leaf >= 0, leaf < leafValues.list.count / leafSize else {
      throw node.error("node \(index)'s values are not in the list")
    }
    return leafValues.list[(leaf * leafSize)..<((leaf + 1) * leafSize)].map { Float($0) }
  }

  private mutating func readCategories() throws(ModelError) {
    guard let list = node.optional("categories_nodes") else { return }
    let nodes = try list.integers()
    let starts = try node.member("categories_segments").integers()
    let sizes = try node.member("categories_sizes").integers()
    let values = try node.member("categories").integers()
    guard starts.count == nodes.count, sizes.count == nodes.count else {
      throw node.error("its lists of categories have different lengths")
    }
    // Each node has its own part of the list, so that the sets are together no longer than it.
    var total = 0
    for (index, owner) in nodes.enumerated() {
      let (start, size) = (starts[index], sizes[index])
      guard start >= 0, size >= 0, start <= values.count, size <= values.count - start else {
        throw node.error("node \(owner)'s categories are not in the list")
      }
      total += size
      guard total <= values.count else {
        throw node.error("its nodes share categories")
      }
      var members: [UInt32] = []
      for value in values[start..<(start + size)] {
        guard let category = UInt32(exactly: value) else {
          throw node.error("node \(owner) tests for the category \(value)")
        }
        members.append(category)
      }
      categories[owner] = members
    }
  }

  /// Adds the nodes that the root leads to; the others become leaves that nothing leads to.
  ///
  /// - Parameters:
  ///   - output: the one that scalar leaves add to.
  ///   - leafValue: what an output's sum gains by a leaf of that value.
  func add(
    to builder: inout TreeEnsembleBuilder, output: Int, leafValue: (Int, Float) -> Float
  ) throws(ModelError) {
    let count = left.count
    var isReached = [Bool](repeating: false, count: count)
    var pending = [0]
    isReached[0] = true
    while let index = pending.popLast() {
      guard left[index] != -1 else { continue }
      for child in [left[index], right[index]]
      where child >= 0 && child < count && !isReached[child] {
        isReached[child] = true
        pending.append(child)
      }
    }
    builder.beginTree(output: output)
    for index in 0..<count {
      if left[index] == -1 || !isReached[index] {
        guard leafSize > 1 else {
          builder.addLeaf(Double(leafValue(output, Float(conditions[index]))))
          continue
        }
        builder.addLeaf(
          isReached[index]
            ? try values(ofLeaf: index).enumerated().map { Double(leafValue($0, $1)) }
            : [Double](repeating: 0, count: leafSize))
      } else {
        try addSplit(index, to: &builder)
      }
    }
    do { try builder.endTree() } catch {
      throw error.node.map { JSONNode(.null, path: "\(node.path), node \($0)").error(error.reason) }
        ?? node.error(error.reason)
    }
  }

  private func addSplit(_ index: Int, to builder: inout TreeEnsembleBuilder) throws(ModelError) {
    let missingGoesLeft = defaultLeft[index] != 0
    switch splitTypes[index] {
    case 0:
      let feature = builder.feature(input: features[index], reading: .number)
      let threshold = Float(conditions[index])
      builder.addSplit(
        feature: feature, threshold: Double(threshold), left: left[index], right: right[index],
        missingGoesLeft: missingGoesLeft)
    case 1:
      let feature = builder.feature(input: features[index], reading: .categoryNonNegative)
      builder.addSplit(
        feature: feature, categories: categories[index] ?? [], membersGoRight: true,
        left: left[index], right: right[index], missingGoesLeft: missingGoesLeft)
    default: throw node.error("node \(index) has the split type \(splitTypes[index])")
    }
  }
}
