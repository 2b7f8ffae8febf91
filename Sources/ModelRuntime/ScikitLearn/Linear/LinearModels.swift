/// Regressors that are a dot product: they differ in how they are fitted only.
enum LinearModels {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "LinearRegression", "Ridge", "RidgeCV", "Lasso", "LassoCV", "ElasticNet", "ElasticNetCV",
      "MultiTaskElasticNet", "MultiTaskElasticNetCV", "MultiTaskLasso", "MultiTaskLassoCV",
      "ARDRegression", "BayesianRidge", "HuberRegressor", "Lars", "LarsCV", "LassoLars",
      "LassoLarsCV", "LassoLarsIC", "OrthogonalMatchingPursuit", "OrthogonalMatchingPursuitCV",
      "PassiveAggressiveRegressor", "QuantileRegressor", "SGDRegressor", "TheilSenRegressor",
      "LinearSVR":
      return try regressor(estimator, evaluator(of: estimator))
    case "PoissonRegressor", "GammaRegressor":
      return try withLogarithmicLink(estimator)
    case "TweedieRegressor":
      let link = try estimator.text("link") ?? "auto"
      let power = try estimator.number("power", default: 0)
      return link == "log" || (link == "auto" && power > 0)
        ? try withLogarithmicLink(estimator) : try regressor(estimator, evaluator(of: estimator))
    case "RANSACRegressor": return try estimator.fitted(estimator.required("estimator_"))
    default: return nil
    }
  }

  private static func regressor(
    _ estimator: Estimator, _ evaluator: any Evaluator
  ) throws(ModelError) -> FittedEstimator {
    try FittedEstimator(
      kind: "linear regression (\(estimator.name))", of: estimator,
      outputs: OutputNames.predictions(evaluator.outputCount), evaluator: evaluator)
  }

  private static func withLogarithmicLink(
    _ estimator: Estimator
  ) throws(ModelError) -> FittedEstimator {
    let linear = try evaluator(of: estimator)
    return try regressor(
      estimator,
      Chain([
        linear, ElementwiseEvaluator(function: .exponential, columns: linear.outputCount),
      ]))
  }

  /// `coef_` and `intercept_`, in the shapes that scikit-learn gives them: a vector and a number for
  /// one output, a matrix and a vector for several.
  static func evaluator(of estimator: Estimator) throws(ModelError) -> LinearEvaluator {
    var coefficients = try estimator.matrix("coef_")
    let inputs = try estimator.inputCount()
    // A single target can be a column too.
    if coefficients.columns == 1, inputs > 1, coefficients.rows == inputs {
      coefficients = coefficients.transposed
    }
    guard coefficients.columns == inputs, coefficients.rows > 0 else {
      throw estimator.damaged(
        "coef_", "is \(coefficients.rows) x \(coefficients.columns) for \(inputs) inputs")
    }
    let intercepts = try estimator.broadcast("intercept_", count: coefficients.rows)
    return LinearEvaluator(coefficients: coefficients, intercepts: intercepts)
  }
}
