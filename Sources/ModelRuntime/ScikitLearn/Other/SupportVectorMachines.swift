/// `SVC`, `NuSVC`, `SVR`, `NuSVR` and `OneClassSVM`.
enum SupportVectorMachines {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "SVR", "NuSVR":
      return try FittedEstimator(
        kind: "support vector regression", of: estimator, outputs: OutputNames.predictions(1),
        evaluator: sum(estimator))
    case "OneClassSVM":
      let sum = try sum(estimator)
      let offset = try estimator.broadcast("offset_", count: 1)[0]
      // scikit-learn's decision is the sum; its score is the decision plus the offset.
      return try FittedEstimator(
        kind: "one-class support vector machine", of: estimator,
        outputs: OutputNames.outlierDetector,
        evaluator: Chain([sum, DecisionHead(offset: offset)]))
    case "SVC", "NuSVC": return try classifier(estimator)
    default: return nil
    }
  }

  private static func classifier(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let classes = try estimator.labels("classes_")
    guard classes.count >= 2 else { throw estimator.damaged("classes_", "is a single class") }
    return classes.count == 2
      ? try binary(estimator, classes) : try multiclass(estimator, classes)
  }

  private static func binary(
    _ estimator: Estimator, _ classes: [ClassLabel]
  ) throws(ModelError) -> FittedEstimator {
    let platt = try platt(estimator, pairs: 1)
    let head = BinarySupportVectorHead(platt: platt)
    return try FittedEstimator(
      kind: "support vector classifier, 2 classes", of: estimator,
      outputs: OutputNames.classifier(classes, probabilities: platt != nil, margins: 1),
      evaluator: Chain([try sum(estimator), head]))
  }

  private static func multiclass(
    _ estimator: Estimator, _ classes: [ClassLabel]
  ) throws(ModelError) -> FittedEstimator {
    if try estimator.boolean("break_ties", default: false) {
      throw estimator.unsupported("breaks ties", remedy: "fit it with break_ties=False")
    }
    let vectors = try vectors(estimator)
    let weights = try estimator.matrix("dual_coef_")
    let pairs = classes.count * (classes.count - 1) / 2
    let counts =
      try estimator.has("_n_support")
      ? estimator.vector("_n_support") : estimator.vector("n_support_")
    var starts = [0]
    for count in counts {
      guard count >= 0, count <= Double(vectors.vectors.rows) else {
        throw estimator.damaged("_n_support", "is \(count)")
      }
      starts.append(starts[starts.count - 1] + Int(count))
    }
    guard starts.count == classes.count + 1, starts[classes.count] == vectors.vectors.rows,
      weights.rows == classes.count - 1, weights.columns == vectors.vectors.rows
    else { throw estimator.damaged("dual_coef_", "does not fit its support vectors") }
    let platt = try platt(estimator, pairs: pairs)
    let showsMargins = try estimator.text("decision_function_shape") ?? "ovr" == "ovr"
    return try FittedEstimator(
      kind: "support vector classifier, \(classes.count) classes", of: estimator,
      outputs: OutputNames.classifier(
        classes, probabilities: platt != nil, margins: showsMargins ? classes.count : 0),
      evaluator: SupportVectorVotes(
        classes: classes.count, vectors: vectors, starts: starts, weights: weights,
        intercepts: estimator.vector("intercept_", count: pairs), platt: platt,
        showsMargins: showsMargins))
  }

  private static func sum(_ estimator: Estimator) throws(ModelError) -> SupportVectorSum {
    let vectors = try vectors(estimator)
    let weights = try estimator.matrix("dual_coef_")
    guard weights.rows == 1, weights.columns == vectors.vectors.rows else {
      throw estimator.damaged("dual_coef_", "is not one number for each support vector")
    }
    return SupportVectorSum(
      vectors: vectors, weights: weights.values,
      intercept: try estimator.vector("intercept_", count: 1)[0])
  }

  private static func vectors(_ estimator: Estimator) throws(ModelError) -> SupportVectors {
    let vectors = try estimator.matrix("support_vectors_")
    guard vectors.columns == (try estimator.inputCount()) else {
      throw estimator.damaged("support_vectors_", "are not of as many columns as there are inputs")
    }
    let gamma = try estimator.number("_gamma", default: 0)
    let offset = try estimator.number("coef0", default: 0)
    let kernel: SupportVectors.Kernel
    switch try estimator.text("kernel") {
    case "linear": kernel = .linear
    case "rbf": kernel = .radial(gamma: gamma)
    case "sigmoid": kernel = .sigmoid(gamma: gamma, offset: offset)
    case "poly":
      let degree = try estimator.integer("degree")
      guard degree >= 0, degree < 1 << 20 else { throw estimator.damaged("degree", "is \(degree)") }
      kernel = .polynomial(gamma: gamma, offset: offset, degree: degree)
    default:
      throw estimator.unsupported(
        "has a kernel of its own", remedy: "fit it with kernel='rbf', 'linear', 'poly' or 'sigmoid'"
      )
    }
    return SupportVectors(kernel: kernel, vectors: vectors)
  }

  private static func platt(
    _ estimator: Estimator, pairs: Int
  ) throws(ModelError) -> SupportVectorVotes.Platt? {
    let isOld = try !estimator.has("_probA")
    guard try isOld ? estimator.has("probA_") : true else { return nil }
    let slopes = try estimator.vector(isOld ? "probA_" : "_probA")
    let offsets = try estimator.vector(isOld ? "probB_" : "_probB")
    if slopes.isEmpty { return nil }
    guard slopes.count == pairs, offsets.count == pairs else {
      throw estimator.damaged("_probA", "is not one number for each pair of classes")
    }
    return SupportVectorVotes.Platt(slopes: slopes, offsets: offsets)
  }
}
