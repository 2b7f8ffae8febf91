/// Decision trees and forests of them.
enum Forests {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "DecisionTreeRegressor", "ExtraTreeRegressor":
      return try regressor(estimator, trees: [tree(of: estimator)], kind: "decision tree")
    case "DecisionTreeClassifier", "ExtraTreeClassifier":
      return try classifier(estimator, trees: [tree(of: estimator)], kind: "decision tree")
    case "RandomForestRegressor", "ExtraTreesRegressor":
      return try regressor(estimator, trees: trees(of: estimator), kind: forest(estimator))
    case "RandomForestClassifier", "ExtraTreesClassifier":
      return try classifier(estimator, trees: trees(of: estimator), kind: forest(estimator))
    default: return nil
    }
  }

  private static func forest(_ estimator: Estimator) -> String {
    estimator.name.hasPrefix("Random") ? "random forest" : "extra trees"
  }

  static func tree(of estimator: Estimator) throws(ModelError) -> FittedTree {
    try FittedTree(estimator.part(estimator.required("tree_")))
  }

  static func trees(of forest: Estimator) throws(ModelError) -> [FittedTree] {
    var trees: [FittedTree] = []
    for id in try forest.list("estimators_") {
      trees.append(try tree(of: forest.part(id)))
    }
    guard !trees.isEmpty else { throw forest.damaged("estimators_", "has no trees") }
    return trees
  }

  /// Which rows are refused: trees know missing values since 1.3, forests since 1.4, extremely
  /// random ones since 1.6.
  static func rule(_ estimator: Estimator, trees: [FittedTree]) throws(ModelError) -> InputRule {
    guard trees.allSatisfy(\.knowsMissing) else { return .finiteFloat32 }
    let since: ScikitLearnVersion =
      switch estimator.name {
      case "DecisionTreeRegressor", "DecisionTreeClassifier": ScikitLearnVersion(1, 3)
      case "RandomForestRegressor", "RandomForestClassifier": ScikitLearnVersion(1, 4)
      default: ScikitLearnVersion(1, 6)
      }
    return try estimator.version() ?? since >= since ? .finiteFloat32OrMissing : .finiteFloat32
  }

  private static func regressor(
    _ estimator: Estimator, trees: [FittedTree], kind: String
  ) throws(ModelError) -> FittedEstimator {
    let width = trees[0].valueWidth
    guard trees.allSatisfy({ $0.valueWidth == width }) else {
      throw estimator.damaged("estimators_", "answer different numbers of targets")
    }
    var builder = ForestBuilder(
      inputCount: try estimator.inputCount(), sum: average(of: trees.count, outputs: width),
      vectorLeaves: width > 1)
    try builder.addAll(trees) { builder, tree throws(ModelError) in
      let values = try tree.values()
      if width == 1 {
        try builder.add(tree) { index, _ in values[index] }
      } else {
        try builder.addVector(tree) { index, _ in values.all(of: index) }
      }
    }
    return try FittedEstimator(
      kind: describe(kind, trees), of: estimator, rule: rule(estimator, trees: trees),
      outputs: OutputNames.predictions(width), evaluator: builder.evaluator())
  }

  private static func classifier(
    _ estimator: Estimator, trees: [FittedTree], kind: String
  ) throws(ModelError) -> FittedEstimator {
    if try estimator.integer("n_outputs_", default: 1) != 1 {
      throw estimator.unsupported("has several targets", remedy: "save one model for each target")
    }
    let classes = try estimator.labels("classes_")
    let width = classes.count
    guard width > 0, trees.allSatisfy({ $0.valueWidth == width }) else {
      throw estimator.damaged("tree_", "has other classes than classes_ (\(width))")
    }
    let counts = try holdCounts(estimator, trees)
    var builder = ForestBuilder(
      inputCount: try estimator.inputCount(), sum: average(of: trees.count, outputs: width),
      vectorLeaves: width > 1)
    try builder.addAll(trees) { builder, tree throws(ModelError) in
      if width == 1 {
        try builder.add(tree) { _, _ in 1 }
      } else {
        let values = try tree.values()
        try builder.addVector(tree) { index, _ in
          counts ? fractions(values.all(of: index)) : values.all(of: index)
        }
      }
    }
    let head = ClassifierHead(
      classes: width, margins: width, probability: .given, label: .firstLargest,
      showsMargins: false)
    return try FittedEstimator(
      kind: describe("\(kind) classifier", trees), of: estimator,
      rule: rule(estimator, trees: trees),
      outputs: OutputNames.classifier(classes, probabilities: true, margins: 0),
      evaluator: Chain([try builder.evaluator(), head]))
  }

  /// A single tree is not divided: x / 1 is x.
  private static func average(of trees: Int, outputs: Int) -> TreeSum {
    TreeSum(
      start: Array(repeating: 0, count: outputs),
      finish: trees == 1 ? .none : .divide(by: Double(trees)))
  }

  /// Up to 1.3 nodes hold the weight of each class, since then its share.
  private static func holdCounts(
    _ estimator: Estimator, _ trees: [FittedTree]
  ) throws(ModelError) -> Bool {
    if let version = try estimator.version() { return version < ScikitLearnVersion(1, 4) }
    let sum = try trees[0].values().all(of: 0).reduce(0, +)
    return try abs(sum - trees[0].weightedSamplesOfRoot()) < abs(sum - 1)
  }

  private static func fractions(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    return weights.map { $0 / (sum == 0 ? 1 : sum) }
  }

  private static func describe(_ kind: String, _ trees: [FittedTree]) -> String {
    let nodes = trees.reduce(0) { $0 + $1.nodeCount }
    return trees.count == 1
      ? "\(kind), \(nodes) nodes" : "\(kind), \(trees.count) trees, \(nodes) nodes"
  }
}
