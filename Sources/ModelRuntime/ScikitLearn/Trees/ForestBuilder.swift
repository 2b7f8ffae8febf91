/// Puts fitted trees together into a `TreeEnsemble`.
struct ForestBuilder: Sendable {
  private var builder: TreeEnsembleBuilder
  private let inputCount: Int
  /// Trees in front of this builder's own.
  private var firstTree = 0
  private(set) var treeCount = 0

  /// From this many nodes on, reading them is worth a second thread.
  private static let sharedNodes = 1 << 13

  init(
    inputCount: Int, sum: TreeSum, vectorLeaves: Bool = false
  ) {
    self.inputCount = inputCount
    builder = TreeEnsembleBuilder(
      inputCount: inputCount, inputPrecision: .float32, comparison: .lessOrEqual, sum: sum,
      vectorLeaves: vectorLeaves)
  }

  /// Adds `trees` in order, each by `add`; those of a large forest by two threads, half of the nodes each.
  mutating func addAll(
    _ trees: [FittedTree],
    _ add: @escaping @Sendable (inout ForestBuilder, FittedTree) throws(ModelError) -> Void
  ) throws(ModelError) {
    let half = ForestBuilder.half(trees)
    guard half < trees.count else {
      reserve(trees)
      for tree in trees { try add(&self, tree) }
      return
    }
    let behind = Array(trees[half...])
    var second = self
    second.firstTree = treeCount + half
    let other = Parallel.begin { [second] in
      Result { () throws(ModelError) -> ForestBuilder in
        var builder = second
        builder.reserve(behind)
        for tree in behind { try add(&builder, tree) }
        return builder
      }
    }
    reserve(trees)
    let first = Result { () throws(ModelError) in
      for tree in trees[..<half] { try add(&self, tree) }
    }
    let rest = other.value()
    try first.get()
    let others = try rest.get().builder
    do {
      try builder.append(others)
    } catch {
      throw error.modelError
    }
    treeCount += behind.count
  }

  /// How many trees have about half of the nodes; all, where a second thread is not worth it.
  private static func half(_ trees: [FittedTree]) -> Int {
    let nodes = trees.reduce(0) { $0 + $1.nodeCount }
    guard nodes >= sharedNodes else { return trees.count }
    var count = 0
    var before = 0
    while 2 * before < nodes {
      before += trees[count].nodeCount
      count += 1
    }
    return count
  }

  /// Makes room, so that a large forest's arrays are allocated once.
  private mutating func reserve(_ trees: [FittedTree]) {
    let nodes = trees.reduce(0) { $0 + $1.nodeCount }
    // A binary tree has one leaf more than it has splits.
    let leaves = trees.reduce(0) { $0 + ($1.nodeCount + 1) / 2 }
    builder.reserve(nodes: nodes, leaves: leaves, trees: trees.count)
  }

  /// Adds a tree whose leaves have one value.
  ///
  /// - Parameter inputs: the input of each of the tree's features; nil: all, in order.
  @inline(__always)
  mutating func add(
    _ tree: FittedTree, output: Int = 0, inputs: [Int]? = nil,
    value: (Int, FittedTree.Node) -> Double
  ) throws(ModelError) {
    try add(tree, output: output, inputs: inputs) { builder, index, node in
      builder.addLeaf(value(index, node))
    }
  }

  /// Adds a tree whose leaves have a value for each output.
  @inline(__always)
  mutating func addVector(
    _ tree: FittedTree, values: (Int, FittedTree.Node) -> [Double]
  ) throws(ModelError) {
    try add(tree, output: 0, inputs: nil) { builder, index, node in
      builder.addLeaf(values(index, node))
    }
  }

  @inline(__always)
  private mutating func add(
    _ tree: FittedTree, output: Int, inputs: [Int]?,
    leaf: (inout TreeEnsembleBuilder, Int, FittedTree.Node) -> Void
  ) throws(ModelError) {
    let number = firstTree + treeCount
    guard tree.inputCount == inputs?.count ?? inputCount else {
      throw ModelError(
        .damaged, cause: "reads \(tree.inputCount) inputs where the model has \(inputCount)",
        remedy: "save the model again", position: "tree \(number)")
    }
    builder.beginTree(output: output)
    try tree.forEachNode(tree: number) { index, node throws(ModelError) in
      if node.isLeaf {
        leaf(&builder, index, node)
      } else {
        let feature = node.feature
        guard feature >= 0, feature < tree.inputCount else {
          throw ModelError(
            .damaged, cause: "tests input \(feature) of \(tree.inputCount)",
            remedy: "save the model again", position: "tree \(number), node \(index)")
        }
        builder.addSplit(
          feature: inputs?[feature] ?? feature, threshold: node.threshold, left: node.left,
          right: node.right, missingGoesLeft: node.missingGoesLeft)
      }
    }
    do {
      try builder.endTree()
    } catch {
      throw TreeFault(tree: number, node: error.node, reason: error.reason).modelError
    }
    treeCount += 1
  }

  consuming func evaluator() throws(ModelError) -> any Evaluator {
    do {
      return try builder.build().makeEvaluator()
    } catch {
      throw error.modelError
    }
  }
}
