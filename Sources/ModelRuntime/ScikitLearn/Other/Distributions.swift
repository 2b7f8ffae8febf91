/// Estimators that know a distribution: naive Bayes and the elliptic envelope.
enum Distributions {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "GaussianNB": try naiveBayes(estimator)
    case "EllipticEnvelope": try envelope(estimator)
    default: nil
    }
  }

  private static func naiveBayes(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let classes = try estimator.labels("classes_")
    let means = try estimator.matrix("theta_")
    let variances = try estimator.matrix(estimator.has("var_") ? "var_" : "sigma_")
    let inputs = try estimator.inputCount()
    guard !classes.isEmpty, means.rows == classes.count, means.columns == inputs,
      variances.rows == means.rows, variances.columns == inputs
    else { throw estimator.damaged("theta_", "does not fit classes and inputs") }
    let head = ClassifierHead(
      classes: classes.count, margins: classes.count, probability: .softmax,
      label: .firstLargest, showsMargins: false)
    return try FittedEstimator(
      kind: "naive Bayes, \(classes.count) classes", of: estimator,
      outputs: OutputNames.classifier(classes, probabilities: true, margins: 0),
      evaluator: Chain([
        GaussianEvaluator(
          means: means, variances: variances,
          priors: estimator.vector("class_prior_", count: classes.count)),
        head,
      ]))
  }

  /// score = -distance; decision = score - offset.
  private static func envelope(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let inputs = try estimator.inputCount()
    let precision = try estimator.matrix("precision_")
    guard precision.rows == inputs, precision.columns == inputs else {
      throw estimator.damaged("precision_", "is not \(inputs) x \(inputs)")
    }
    return try FittedEstimator(
      kind: "elliptic envelope", of: estimator, outputs: OutputNames.outlierDetector,
      evaluator: Chain([
        QuadraticFormEvaluator(
          center: estimator.vector("location_", count: inputs), precision: precision, factor: -1),
        OutlierHead(offset: estimator.number("offset_")),
      ]))
  }
}
