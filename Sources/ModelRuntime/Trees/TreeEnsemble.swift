/// Binary decision trees whose leaf values are summed: the one form that every loader of trees
/// builds (forests, gradient boosting, isolation forests) and that kernels are made from.
///
/// Made by `TreeEnsembleBuilder`, which checks it, so that whoever holds one may rely on this:
/// every tree is a proper tree within its own range of nodes, every feature, category set and leaf
/// exists, and no threshold is NaN (infinities are allowed: scikit-learn separates missing values
/// from all others with +infinity).
///
/// CatBoost's symmetric trees have a form of their own, `SymmetricTrees`.
struct TreeEnsemble: Sendable {
  /// What a value is rounded to before it is compared with a threshold.
  enum InputPrecision: Sendable {
    /// scikit-learn's forests and gradient boosting, XGBoost, CatBoost, ONNX.
    case float32
    /// LightGBM, scikit-learn's histogram gradient boosting.
    case float64
  }

  /// Which values go left. A missing value is never compared: it takes the node's own direction.
  enum Comparison: Sendable {
    /// scikit-learn, LightGBM, CatBoost (`value > border` is its right).
    case lessOrEqual
    /// XGBoost.
    case less
  }

  /// Values in a row.
  let inputCount: Int
  let features: [TreeFeature]
  /// Which of them some node tests.
  let isTested: [Bool]
  let inputPrecision: InputPrecision
  let comparison: Comparison
  let sum: TreeSum

  /// A tree's nodes lie together, its root first.
  let nodes: [TreeNode]

  let categorySets: CategorySets
  /// Tree t has the nodes `treeStarts[t]..<treeStarts[t + 1]`.
  let treeStarts: [Int32]
  /// The output that tree t adds to; empty where leaves hold a value for every output.
  let treeOutputs: [Int32]
  /// Leaf k has the values `leafValues[k * leafWidth..<(k + 1) * leafWidth]`.
  let leafValues: [Double]
  /// 1, or the number of outputs.
  let leafWidth: Int

  var treeCount: Int { treeStarts.count - 1 }
  var nodeCount: Int { nodes.count }
  /// Two threads share the work of making a kernel from it.
  var isLarge: Bool { nodeCount >= 1 << 17 }
  var leafCount: Int { leafValues.count / leafWidth }
  var outputCount: Int { sum.outputCount }
  var hasVectorLeaves: Bool { treeOutputs.isEmpty && treeCount > 0 }

  /// Whether a row goes right at a node that is no leaf, by the writing library's own rule. This is
  /// the definition; kernels reach the same answer by other means and are tested against it.
  func goesRight(at node: Int, row: UnsafePointer<Double>) -> Bool {
    let node = nodes[node]
    let feature = features[Int(node.feature)]
    let value = row[feature.input]
    if feature.isCategory {
      if value.isNaN { return !node.missingGoesLeft }
      return categorySets.goesRight(
        set: Int(node.threshold), category: feature.category(value))
    }
    var number = feature.number(value)
    if number.isNaN { return !node.missingGoesLeft }
    if inputPrecision == .float32 { number = Double(Float(number)) }
    return switch comparison {
    case .lessOrEqual: !(number <= node.threshold)
    case .less: !(number < node.threshold)
    }
  }

  /// The number of the leaf that a row reaches.
  func leaf(tree: Int, row: UnsafePointer<Double>) -> Int {
    var node = Int(treeStarts[tree])
    while !nodes[node].isLeaf {
      node = Int(goesRight(at: node, row: row) ? nodes[node].right : nodes[node].left)
    }
    return Int(nodes[node].left)
  }
}
