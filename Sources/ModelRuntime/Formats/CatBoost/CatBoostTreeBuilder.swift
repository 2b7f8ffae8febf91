/// Builds a `TreeEnsemble` from CatBoost's depthwise and lossguide trees. A test that passes leads
/// to the right.
struct CatBoostTreeBuilder {
  struct Node {
    /// Nil: a leaf.
    var test: SymmetricTrees.Test?
    /// Position of the child in the tree; nil: the row ends here on that side.
    var left: Int?
    var right: Int?
    /// What a row that ends here gets; of no meaning where none does.
    var values: [Double]
  }

  private let features: [SymmetricFeature]
  private var builder: TreeEnsembleBuilder

  init(features: CatBoostFeatures, dimension: Int, scale: Double, bias: [Double]) {
    self.features = features.features
    builder = TreeEnsembleBuilder(
      inputCount: features.inputCount,
      features: features.features.map { feature in
        switch feature.tests {
        case .borders: TreeFeature(input: feature.input)
        case .categories: TreeFeature(input: feature.input, reading: .categoryExact)
        }
      },
      sum: TreeSum(
        start: [Double](repeating: 0, count: dimension), finish: .scale(scale, bias: bias)),
      vectorLeaves: dimension > 1)
  }

  mutating func addTree(_ nodes: [Node]) throws(ModelError) {
    builder.beginTree()
    // Sides on which a row ends at a node that is no leaf get leaves of their own, at the end.
    var extra: [[Double]] = []
    for node in nodes {
      guard let test = node.test else {
        builder.addLeaf(node.values)
        continue
      }
      func child(_ position: Int?) -> Int {
        if let position { return position }
        extra.append(node.values)
        return nodes.count + extra.count - 1
      }
      let left = child(node.left)
      let right = child(node.right)
      let feature = features[Int(test.feature)]
      switch feature.tests {
      case .borders(let borders):
        builder.addSplit(
          feature: Int(test.feature), threshold: Double(borders[Int(test.index)]), left: left,
          right: right, missingGoesLeft: !feature.missingPasses)
      case .categories(let values):
        builder.addSplit(
          feature: Int(test.feature), categories: [values[Int(test.index)]],
          membersGoRight: true, left: left, right: right, missingGoesLeft: true)
      }
    }
    for values in extra { builder.addLeaf(values) }
    do { try builder.endTree() } catch { throw CatBoostTreeBuilder.damaged(error) }
  }

  consuming func build() throws(ModelError) -> TreeEnsemble {
    do { return try builder.build() } catch { throw CatBoostTreeBuilder.damaged(error) }
  }

  static func damaged(_ fault: TreeFault) -> ModelError {
    ModelError(
      .damaged, cause: fault.reason, remedy: "save the model again",
      position: fault.node.map { "tree \(fault.tree), node \($0)" } ?? "tree \(fault.tree)")
  }
}
