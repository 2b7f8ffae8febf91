/// Puts fitted trees together into a `TreeEnsemble`.
struct ForestBuilder {
  private var builder: TreeEnsembleBuilder
  private let inputCount: Int
  private(set) var treeCount = 0

  init(
    inputCount: Int, sum: TreeSum, vectorLeaves: Bool = false
  ) {
    self.inputCount = inputCount
    builder = TreeEnsembleBuilder(
      inputCount: inputCount, inputPrecision: .float32, comparison: .lessOrEqual, sum: sum,
      vectorLeaves: vectorLeaves)
  }

  /// Makes room for what `trees` hold, so that a large forest's arrays are allocated once.
  mutating func reserve(_ trees: [FittedTree]) {
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
    guard tree.inputCount == inputs?.count ?? inputCount else {
      throw ModelError(
        .damaged, cause: "reads \(tree.inputCount) inputs where the model has \(inputCount)",
        remedy: "save the model again", position: "tree \(treeCount)")
    }
    builder.beginTree(output: output)
    try tree.forEachNode(tree: treeCount) { index, node throws(ModelError) in
      if node.isLeaf {
        leaf(&builder, index, node)
      } else {
        let feature = node.feature
        guard feature >= 0, feature < tree.inputCount else {
          throw ModelError(
            .damaged, cause: "tests input \(feature) of \(tree.inputCount)",
            remedy: "save the model again", position: "tree \(treeCount), node \(index)")
        }
        builder.addSplit(
          feature: inputs?[feature] ?? feature, threshold: node.threshold, left: node.left,
          right: node.right, missingGoesLeft: node.missingGoesLeft)
      }
    }
    do {
      try builder.endTree()
    } catch {
      throw error.modelError
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
