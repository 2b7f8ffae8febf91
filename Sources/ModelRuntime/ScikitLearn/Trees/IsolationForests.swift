import Glibc

/// `IsolationForest`: how few tests it takes to tell a row from all others.
enum IsolationForests {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    guard estimator.name == "IsolationForest" else { return nil }
    let inputCount = try estimator.inputCount()
    let ids = try estimator.list("estimators_")
    let subsets = try estimator.list("estimators_features_")
    guard !ids.isEmpty, ids.count == subsets.count else {
      throw estimator.damaged("estimators_", "has \(ids.count) trees and \(subsets.count) subsets")
    }
    var builder = ForestBuilder(inputCount: inputCount, sum: TreeSum(start: [0]))
    var trees: [FittedTree] = []
    for (id, subset) in zip(ids, subsets) {
      let tree = try Forests.tree(of: estimator.part(id))
      guard let inputs = try NumpyArray(estimator.document, subset).integers(),
        inputs.allSatisfy({ $0 >= 0 && $0 < inputCount })
      else { throw estimator.damaged("estimators_features_", "names inputs that do not exist") }
      let depths = try depths(of: tree, number: trees.count)
      try builder.add(tree, inputs: inputs.map { Int($0) }) { index, node in
        depths[index] + averagePathLength(Double(node.samples)) - 1
      }
      trees.append(tree)
    }
    let samples = try estimator.number(
      estimator.has("_max_samples") ? "_max_samples" : "max_samples_")
    let head = IsolationHead(
      denominator: Double(ids.count) * averagePathLength(samples),
      offset: try estimator.number("offset_"))
    return try FittedEstimator(
      kind: "isolation forest, \(ids.count) trees", of: estimator,
      rule: Forests.rule(estimator, trees: trees), outputs: OutputNames.outlierDetector,
      evaluator: Chain([try builder.evaluator(), head]))
  }

  /// Nodes on the path to each node, itself included. Children follow their parents in scikit-learn's
  /// order; where they do not, the builder's check refuses what this leaves at 0.
  private static func depths(of tree: FittedTree, number: Int) throws(ModelError) -> [Double] {
    var depths = [Double](repeating: 1, count: tree.nodeCount)
    try tree.forEachNode(tree: number) { index, node throws(ModelError) in
      if node.isLeaf { return }
      for child in [node.left, node.right] {
        guard child > index, child < tree.nodeCount else {
          throw ModelError(
            .damaged, cause: "has the child \(child)", remedy: "save the model again",
            position: "tree \(number), node \(index)")
        }
        depths[child] = depths[index] + 1
      }
    }
    return depths
  }

  /// Tests that it takes on average to tell one of `samples` from the others.
  static func averagePathLength(_ samples: Double) -> Double {
    if samples <= 1 { return 0 }
    if samples == 2 { return 1 }
    let euler = 0.577215664901532860606512090082402431
    return 2 * (log(samples - 1) + euler) - 2 * (samples - 1) / samples
  }
}
