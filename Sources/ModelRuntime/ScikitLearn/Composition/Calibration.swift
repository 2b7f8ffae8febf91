/// `CalibratedClassifierCV`: classifiers whose answers are mapped to probabilities, averaged.
enum Calibration {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    guard estimator.name == "CalibratedClassifierCV" else { return nil }
    let classes = try estimator.labels("classes_")
    var parts: [any Evaluator] = []
    var first: FittedEstimator?
    for id in try estimator.list("calibrated_classifiers_") {
      let calibrated = try estimator.part(id)
      let inner = try estimator.fitted(
        calibrated.required(calibrated.has("estimator") ? "estimator" : "base_estimator"))
      first = first ?? inner
      parts.append(try part(calibrated, inner, classes: classes.count))
    }
    guard let first, parts.allSatisfy({ $0.inputCount == first.inputCount }) else {
      throw estimator.damaged("calibrated_classifiers_", "read different numbers of inputs")
    }
    let head = ClassifierHead(
      classes: classes.count, margins: classes.count, probability: .given, label: .firstLargest,
      showsMargins: false)
    return FittedEstimator(
      kind: "calibrated \(first.kind)", inputCount: first.inputCount,
      inputNames: try estimator.inputNames() ?? first.inputNames, rule: .anything,
      outputs: OutputNames.classifier(classes, probabilities: true, margins: 0),
      evaluator: Chain([
        SideBySide(parts),
        AveragingEvaluator(
          width: classes.count, weights: Array(repeating: 1, count: parts.count),
          divisor: Double(parts.count)),
        head,
      ]))
  }

  /// One calibrator for each class, or one for two classes; then the probabilities sum to 1.
  private static func part(
    _ calibrated: Estimator, _ inner: FittedEstimator, classes: Int
  ) throws(ModelError) -> any Evaluator {
    let calibrators = try calibrated.list("calibrators")
    var columns = inner.marginColumns
    if columns.isEmpty {
      columns = inner.probabilityColumns
      if classes == 2 { columns = Array(columns.suffix(1)) }
    }
    guard columns.count == (classes == 2 ? 1 : classes), calibrators.count == columns.count else {
      throw calibrated.unsupported("calibrates \(inner.kind), which leaves out a class")
    }
    var mappings: [any Evaluator] = []
    for (index, id) in calibrators.enumerated() {
      mappings.append(
        Chain([
          SelectingEvaluator(columns: columns.count, selected: [index]),
          try mapping(calibrated.part(id)),
        ]))
    }
    return Chain([
      inner.selecting(columns), SideBySide(mappings), ShareHead(classes: classes),
    ])
  }

  private static func mapping(_ calibrator: Estimator) throws(ModelError) -> any Evaluator {
    switch calibrator.name {
    case "_SigmoidCalibration":
      return SigmoidEvaluator(
        slope: try calibrator.number("a_"), offset: try calibrator.number("b_"))
    case "IsotonicRegression":
      let places = try calibrator.vector("X_thresholds_")
      let values = try calibrator.vector("y_thresholds_")
      guard !places.isEmpty, places.count == values.count,
        zip(places, places.dropFirst()).allSatisfy({ $0 < $1 })
      else { throw calibrator.damaged("X_thresholds_", "do not ascend") }
      return InterpolatingEvaluator(
        places: places, values: values,
        isUndefinedOutside: try calibrator.text("out_of_bounds") ?? "nan" != "clip")
    default: throw calibrator.unsupported("is no calibrator that is known")
    }
  }
}
