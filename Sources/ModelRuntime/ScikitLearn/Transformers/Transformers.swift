/// The other transformers of numbers.
enum Transformers {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "Normalizer":
      let norm: NormalizingEvaluator.Norm =
        switch try estimator.text("norm") ?? "l2" {
        case "l1": .l1
        case "max": .largest
        default: .l2
        }
      let count = try estimator.inputCount()
      return try transformer(estimator, NormalizingEvaluator(columns: count, norm: norm))
    case "Binarizer":
      let count = try estimator.inputCount()
      return try transformer(
        estimator,
        ElementwiseEvaluator(
          function: .above(estimator.number("threshold", default: 0)), columns: count))
    case "PolynomialFeatures": return try transformer(estimator, Polynomials.evaluator(estimator))
    case "PCA", "IncrementalPCA": return try transformer(estimator, projection(estimator))
    case "TruncatedSVD":
      let components = try estimator.matrix("components_")
      return try transformer(
        estimator,
        LinearEvaluator(
          coefficients: components, intercepts: Array(repeating: 0, count: components.rows)))
    case "FunctionTransformer": return try function(estimator)
    default: return nil
    }
  }

  private static func transformer(
    _ estimator: Estimator, _ evaluator: any Evaluator, rule: InputRule = .finite
  ) throws(ModelError) -> FittedEstimator {
    try FittedEstimator(
      kind: estimator.name, of: estimator, rule: rule,
      outputs: OutputNames.transforms(evaluator.outputCount), evaluator: evaluator)
  }

  /// (x - mean) components', and over the standard deviations where it whitens.
  private static func projection(_ estimator: Estimator) throws(ModelError) -> any Evaluator {
    let components = try estimator.matrix("components_")
    let count = try estimator.inputCount()
    guard components.columns == count, components.rows > 0 else {
      throw estimator.damaged("components_", "are not of \(count) columns")
    }
    let mean = ScalingEvaluator(
      columns: count,
      form: .subtractThenDivide(offsets: try estimator.vector("mean_", count: count), scales: nil))
    let linear = LinearEvaluator(
      coefficients: components, intercepts: Array(repeating: 0, count: components.rows))
    guard try estimator.boolean("whiten", default: false) else { return Chain([mean, linear]) }
    let scales = try estimator.vector("explained_variance_", count: components.rows)
      .map { max($0.squareRoot(), .ulpOfOne) }
    let whiten = ScalingEvaluator(
      columns: components.rows, form: .subtractThenDivide(offsets: nil, scales: scales))
    return Chain([mean, linear, whiten])
  }

  /// NumPy's own functions of one number; any other would be code to run.
  private static func function(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let count = try estimator.inputCount()
    guard let id = try estimator.optional("func") else {
      return try transformer(
        estimator, SelectingEvaluator(columns: count, selected: Array(0..<count)), rule: .anything)
    }
    let names: [String: ElementwiseEvaluator.Function] = [
      "log1p": .log1p, "expm1": .expm1, "log": .logarithm, "log2": .logarithm2,
      "log10": .logarithm10, "exp": .exponential, "sqrt": .squareRoot, "square": .square,
      "abs": .absolute, "absolute": .absolute,
    ]
    guard case .global(let global) = estimator.document[id], global.role == .function,
      let function = names[global.name]
    else {
      throw estimator.unsupported(
        "calls \(estimator.document.describe(id))",
        remedy: "use one of NumPy's log1p, expm1, log, log2, log10, exp, sqrt, square, abs")
    }
    return try transformer(
      estimator, ElementwiseEvaluator(function: function, columns: count), rule: .anything)
  }
}
