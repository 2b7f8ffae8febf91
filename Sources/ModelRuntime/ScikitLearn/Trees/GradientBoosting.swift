import Glibc

/// `GradientBoostingRegressor` and `GradientBoostingClassifier`.
enum GradientBoosting {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "GradientBoostingRegressor": try regressor(estimator)
    case "GradientBoostingClassifier": try classifier(estimator)
    default: nil
    }
  }

  private static func regressor(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let start = try InitialPrediction(estimator).regression()
    let (evaluator, trees) = try sum(estimator, start: [start])
    return try FittedEstimator(
      kind: "gradient boosting, \(trees) trees", of: estimator, rule: .finiteFloat32,
      outputs: OutputNames.predictions(1), evaluator: evaluator)
  }

  private static func classifier(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let classes = try estimator.labels("classes_")
    let isExponential = try estimator.text("loss") == "exponential"
    let start = try InitialPrediction(estimator).classification(
      classes: classes.count, isExponential: isExponential)
    let (evaluator, trees) = try sum(estimator, start: start)
    let margins = start.count
    // Since 1.4 a binary tie is the second class.
    let breaksTiesUp =
      try estimator.version() ?? ScikitLearnVersion(1, 4) >= ScikitLearnVersion(1, 4)
    let head = ClassifierHead(
      classes: classes.count, margins: margins,
      probability: margins == 1 ? .logistic(scale: isExponential ? 2 : 1) : .softmax,
      label: margins > 1 ? .firstLargest : breaksTiesUp ? .notNegative : .positive,
      showsMargins: true)
    return try FittedEstimator(
      kind: "gradient boosting classifier, \(trees) trees", of: estimator, rule: .finiteFloat32,
      outputs: OutputNames.classifier(classes, probabilities: true, margins: margins),
      evaluator: Chain([evaluator, head]))
  }

  /// `start`, then the learning rate times each leaf: stage by stage, class by class in a stage.
  private static func sum(
    _ estimator: Estimator, start: [Double]
  ) throws(ModelError) -> (evaluator: any Evaluator, trees: Int) {
    let rate = try estimator.number("learning_rate")
    let array = try estimator.array("estimators_")
    guard array.shape.count == 2, array.shape[1] == start.count, let ids = try array.objects()
    else { throw estimator.damaged("estimators_", "is no array of stages x \(start.count) trees") }
    var builder = ForestBuilder(
      inputCount: try estimator.inputCount(), sum: TreeSum(start: start))
    for (index, id) in ids.enumerated() {
      let tree = try Forests.tree(of: estimator.part(id))
      guard tree.valueWidth == 1 else {
        throw estimator.damaged("estimators_", "has trees of several values")
      }
      let values = try tree.values()
      try builder.add(tree, output: index % start.count) { node, _ in rate * values[node] }
    }
    return (try builder.evaluator(), ids.count)
  }
}
