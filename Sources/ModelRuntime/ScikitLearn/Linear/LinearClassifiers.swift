/// Classifiers whose margins are dot products.
enum LinearClassifiers {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    let probability: ClassifierHead.Probability
    switch estimator.name {
    case "LogisticRegression", "LogisticRegressionCV": probability = try ofLogistic(estimator)
    case "SGDClassifier": probability = try ofSGD(estimator)
    case "LinearDiscriminantAnalysis":
      probability = try classCount(estimator) == 2 ? .logistic(scale: 1) : .softmax
    case "LinearSVC", "RidgeClassifier", "RidgeClassifierCV", "Perceptron",
      "PassiveAggressiveClassifier":
      probability = .none
    case "SGDOneClassSVM": return try outlierDetector(estimator)
    default: return nil
    }
    return try classifier(estimator, probability: probability)
  }

  private static func classifier(
    _ estimator: Estimator, probability: ClassifierHead.Probability
  ) throws(ModelError) -> FittedEstimator {
    let classes = try classLabels(estimator)
    let linear = try LinearModels.evaluator(of: estimator)
    let margins = linear.outputCount
    guard margins == (classes.count == 2 ? 1 : classes.count) else {
      throw estimator.unsupported(
        "has \(margins) margins for \(classes.count) classes",
        remedy: "save one model for each target")
    }
    let head = ClassifierHead(
      classes: classes.count, margins: margins, probability: probability,
      label: margins == 1 ? .positive : .firstLargest, showsMargins: true)
    return try FittedEstimator(
      kind: "linear classifier (\(estimator.name)), \(classes.count) classes", of: estimator,
      outputs: OutputNames.classifier(
        classes, probabilities: probability != .none, margins: margins),
      evaluator: Chain([linear, head]))
  }

  private static func classCount(_ estimator: Estimator) throws(ModelError) -> Int {
    try estimator.array("classes_").count
  }

  /// RidgeClassifier has its classes in the encoder of its labels.
  private static func classLabels(_ estimator: Estimator) throws(ModelError) -> [ClassLabel] {
    if try estimator.has("classes_") { return try estimator.labels("classes_") }
    return try estimator.part(estimator.required("_label_binarizer")).labels("classes_")
  }

  /// One-vs-rest or multinomial: which of them changed its spelling over the versions.
  private static func ofLogistic(
    _ estimator: Estimator
  ) throws(ModelError) -> ClassifierHead.Probability {
    let isBinary = try classCount(estimator) <= 2
    switch try estimator.text("multi_class") ?? "auto" {
    case "multinomial": return isBinary ? .logistic(scale: 2) : .softmax
    case "ovr", "warn": return isBinary ? .logistic(scale: 1) : .normalisedLogistic
    default:
      if isBinary { return .logistic(scale: 1) }
      switch try estimator.text("solver") {
      case "liblinear": return .normalisedLogistic
      case "newton-cholesky":
        // Multinomial since 1.6.
        let version = try estimator.version() ?? ScikitLearnVersion(1, 6)
        return version < ScikitLearnVersion(1, 6) ? .normalisedLogistic : .softmax
      default: return .softmax
      }
    }
  }

  private static func ofSGD(
    _ estimator: Estimator
  ) throws(ModelError) -> ClassifierHead.Probability {
    switch try estimator.text("loss") {
    case "log_loss", "log":
      try classCount(estimator) == 2 ? .logistic(scale: 1) : .normalisedLogistic
    case "modified_huber": .modifiedHuber
    default: .none
    }
  }

  /// decision = dot product - offset; score = decision + offset.
  private static func outlierDetector(
    _ estimator: Estimator
  ) throws(ModelError) -> FittedEstimator {
    let coefficients = try estimator.matrix("coef_")
    let offset = try estimator.vector("offset_", count: 1)[0]
    guard coefficients.rows == 1 else { throw estimator.damaged("coef_", "has several rows") }
    return try FittedEstimator(
      kind: "linear one-class machine", of: estimator, outputs: OutputNames.outlierDetector,
      evaluator: Chain([
        LinearEvaluator(coefficients: coefficients, intercepts: [0]), OutlierHead(offset: offset),
      ]))
  }
}
