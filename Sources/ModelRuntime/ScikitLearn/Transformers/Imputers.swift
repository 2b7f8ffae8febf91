/// `SimpleImputer`.
enum Imputers {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    guard estimator.name == "SimpleImputer" else { return nil }
    let count = try estimator.inputCount()
    guard let statistics = try estimator.array("statistics_").doubles() else {
      throw estimator.unsupported(
        "fills in text", remedy: "fit it on numbers: fields are numbers here")
    }
    guard statistics.count == count else {
      throw estimator.damaged("statistics_", "are \(statistics.count) for \(count) columns")
    }
    let missing = try missing(estimator)
    // Columns that had nothing but missing values are dropped, unless asked for.
    let keepsEmpty = try estimator.boolean("keep_empty_features", default: false)
    let kept = statistics.enumerated().filter { keepsEmpty || !$0.element.isNaN }
    let indicated = try indicated(estimator, count: count)
    let evaluator = ImputingEvaluator(
      columns: count, missing: missing,
      kept: kept.map { (column: $0.offset, replacement: $0.element) }, indicated: indicated)
    guard evaluator.outputCount > 0 else { throw estimator.unsupported("drops every column") }
    return try FittedEstimator(
      kind: estimator.name, of: estimator,
      rule: missing == .nan ? .finiteOrMissing : .finite,
      outputs: OutputNames.transforms(evaluator.outputCount), evaluator: evaluator)
  }

  private static func missing(
    _ estimator: Estimator
  ) throws(ModelError) -> ImputingEvaluator.Missing {
    guard let id = try estimator.optional("missing_values") else {
      throw estimator.unsupported(
        "takes None for missing", remedy: "fit it with missing_values=numpy.nan")
    }
    guard let value = try PickleNumber.double(estimator.document, id) else {
      throw estimator.unsupported(
        "takes text for missing", remedy: "fit it with missing_values=numpy.nan")
    }
    return value.isNaN ? .nan : .value(value)
  }

  private static func indicated(
    _ estimator: Estimator, count: Int
  ) throws(ModelError) -> [Int] {
    guard try estimator.has("indicator_") else { return [] }
    let indicator = try estimator.part(estimator.required("indicator_"))
    guard let features = try indicator.array("features_").integers(),
      features.allSatisfy({ $0 >= 0 && $0 < count })
    else { throw indicator.damaged("features_", "are no columns") }
    return features.map { Int($0) }
  }
}
