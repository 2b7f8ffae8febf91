/// Transformers that scale each column on its own.
enum Scalers {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    let count: Int
    let form: ScalingEvaluator.Form
    var clip: ClosedRange<Double>?
    switch estimator.name {
    case "StandardScaler":
      count = try estimator.inputCount()
      form = .subtractThenDivide(
        offsets: try flag(estimator, "with_mean") ? estimator.vector("mean_", count: count) : nil,
        scales: try flag(estimator, "with_std") ? estimator.vector("scale_", count: count) : nil)
    case "RobustScaler":
      count = try estimator.inputCount()
      form = .subtractThenDivide(
        offsets: try flag(estimator, "with_centering")
          ? estimator.vector("center_", count: count) : nil,
        scales: try flag(estimator, "with_scaling")
          ? estimator.vector("scale_", count: count) : nil)
    case "MaxAbsScaler":
      count = try estimator.inputCount()
      form = .subtractThenDivide(
        offsets: nil, scales: try estimator.vector("scale_", count: count))
      if try estimator.boolean("clip", default: false) { clip = -1...1 }
    case "MinMaxScaler":
      count = try estimator.inputCount()
      form = .multiplyThenAdd(
        scales: try estimator.vector("scale_", count: count),
        offsets: try estimator.vector("min_", count: count))
      if try estimator.boolean("clip", default: false) { clip = try range(estimator) }
    default: return nil
    }
    return try FittedEstimator(
      kind: estimator.name, of: estimator, rule: .finiteOrMissing,
      outputs: OutputNames.transforms(count),
      evaluator: ScalingEvaluator(columns: count, form: form, clip: clip))
  }

  private static func flag(
    _ estimator: Estimator, _ key: StaticString
  ) throws(ModelError) -> Bool {
    try estimator.boolean(key, default: true)
  }

  private static func range(_ estimator: Estimator) throws(ModelError) -> ClosedRange<Double> {
    let bounds = try estimator.list("feature_range")
    guard bounds.count == 2,
      let low = try PickleNumber.double(estimator.document, bounds[0]),
      let high = try PickleNumber.double(estimator.document, bounds[1]), low <= high
    else { throw estimator.damaged("feature_range", "is no pair of numbers") }
    return low...high
  }
}
