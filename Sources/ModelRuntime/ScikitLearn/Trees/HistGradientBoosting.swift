/// `HistGradientBoostingRegressor` and `HistGradientBoostingClassifier`.
enum HistGradientBoosting {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "HistGradientBoostingRegressor": try regressor(estimator)
    case "HistGradientBoostingClassifier": try classifier(estimator)
    default: nil
    }
  }

  private static func regressor(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let (trees, sum) = try sum(estimator, outputs: 1)
    // A logarithmic link: these losses are of what is never negative.
    let isLogarithmic = ["poisson", "gamma"].contains(try estimator.text("loss"))
    let link = ElementwiseEvaluator(function: .exponential, columns: 1)
    return try FittedEstimator(
      kind: "histogram gradient boosting, \(trees) trees", of: estimator, rule: .anything,
      outputs: OutputNames.predictions(1), evaluator: isLogarithmic ? Chain([sum, link]) : sum)
  }

  private static func classifier(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let classes = try estimator.labels("classes_")
    let margins = try estimator.integer("n_trees_per_iteration_")
    guard margins == (classes.count == 2 ? 1 : classes.count) else {
      throw estimator.damaged(
        "n_trees_per_iteration_", "is \(margins) for \(classes.count) classes")
    }
    let (trees, sum) = try sum(estimator, outputs: margins)
    let head = ClassifierHead(
      classes: classes.count, margins: margins,
      probability: margins == 1 ? .logistic(scale: 1) : .softmax,
      label: margins == 1 ? .positive : .firstLargest, showsMargins: true)
    return try FittedEstimator(
      kind: "histogram gradient boosting classifier, \(trees) trees", of: estimator,
      rule: .anything,
      outputs: OutputNames.classifier(classes, probabilities: true, margins: margins),
      evaluator: Chain([sum, head]))
  }

  /// The baseline plus the leaves, which hold the learning rate already.
  private static func sum(
    _ estimator: Estimator, outputs: Int
  ) throws(ModelError) -> (trees: Int, any Evaluator) {
    let columns = try CategoryColumns(estimator)
    let start = try estimator.broadcast("_baseline_prediction", count: outputs)
    var builder = TreeEnsembleBuilder(
      inputCount: columns.count, inputPrecision: .float64, comparison: .lessOrEqual,
      sum: TreeSum(start: start))
    var trees = 0
    for iteration in try estimator.list("_predictors") {
      guard let predictors = estimator.document.elements(iteration), predictors.count == outputs
      else { throw estimator.damaged("_predictors", "are not \(outputs) trees an iteration") }
      for (output, predictor) in predictors.enumerated() {
        let tree = try HistogramTree(estimator.part(predictor))
        try tree.add(to: &builder, output: output, number: trees)
        trees += 1
      }
    }
    do {
      let evaluator = try builder.build().makeEvaluator()
      return (trees, columns.encoder.map { Chain([$0, evaluator]) } ?? evaluator)
    } catch {
      throw error.modelError
    }
  }
}
