/// Averages and votes of several estimators.
enum Votes {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "VotingRegressor": try averageOfPredictions(estimator, subsets: nil)
    case "BaggingRegressor":
      try averageOfPredictions(estimator, subsets: estimator.list("estimators_features_"))
    case "VotingClassifier": try votingClassifier(estimator)
    case "BaggingClassifier": try baggingClassifier(estimator)
    default: nil
    }
  }

  private static func averageOfPredictions(
    _ estimator: Estimator, subsets: [PickleID]?
  ) throws(ModelError) -> FittedEstimator {
    let parts = try parts(estimator, subsets: subsets)
    var columns: [any Evaluator] = []
    for part in parts {
      let predictions = part.predictionColumns
      guard predictions.count == 1 else {
        throw estimator.unsupported("averages \(part.kind), which has no single prediction")
      }
      columns.append(part.selecting(predictions))
    }
    let weights = try weights(estimator, count: parts.count)
    return try composed(
      kind: "average of \(parts.count) (\(estimator.name))", of: estimator, parts,
      outputs: OutputNames.predictions(1),
      evaluator: Chain([
        SideBySide(columns),
        AveragingEvaluator(width: 1, weights: weights, divisor: weights.reduce(0, +)),
      ]))
  }

  private static func votingClassifier(
    _ estimator: Estimator
  ) throws(ModelError) -> FittedEstimator {
    let classes = try estimator.labels("classes_")
    let parts = try parts(estimator, subsets: nil)
    if try estimator.text("voting") == "soft" {
      return try averageOfProbabilities(estimator, parts, classes)
    }
    var columns: [any Evaluator] = []
    for part in parts {
      guard let label = part.columns(["label"]), part.classes?.count == classes.count else {
        throw estimator.unsupported("counts the votes of \(part.kind)")
      }
      columns.append(part.selecting(label))
    }
    return try composed(
      kind: "vote of \(parts.count) (\(estimator.name))", of: estimator, parts,
      outputs: OutputNames.classifier(classes, probabilities: false, margins: 0),
      evaluator: Chain([
        SideBySide(columns),
        VotingEvaluator(
          classes: classes.count, weights: try weights(estimator, count: parts.count)),
      ]))
  }

  private static func baggingClassifier(
    _ estimator: Estimator
  ) throws(ModelError) -> FittedEstimator {
    let parts = try parts(estimator, subsets: estimator.list("estimators_features_"))
    return try averageOfProbabilities(estimator, parts, estimator.labels("classes_"))
  }

  private static func averageOfProbabilities(
    _ estimator: Estimator, _ parts: [FittedEstimator], _ classes: [ClassLabel]
  ) throws(ModelError) -> FittedEstimator {
    var columns: [any Evaluator] = []
    for part in parts {
      let probabilities = part.probabilityColumns
      guard probabilities.count == classes.count else {
        throw estimator.unsupported(
          "averages \(part.kind), which has no probability for each of \(classes.count) classes")
      }
      columns.append(part.selecting(probabilities))
    }
    let weights = try weights(estimator, count: parts.count)
    let head = ClassifierHead(
      classes: classes.count, margins: classes.count, probability: .given, label: .firstLargest,
      showsMargins: false)
    return try composed(
      kind: "average of \(parts.count) classifiers (\(estimator.name))", of: estimator,
      parts,
      outputs: OutputNames.classifier(classes, probabilities: true, margins: 0),
      evaluator: Chain([
        SideBySide(columns),
        AveragingEvaluator(
          width: classes.count, weights: weights, divisor: weights.reduce(0, +)),
        head,
      ]))
  }

  private static func composed(
    kind: String, of estimator: Estimator, _ parts: [FittedEstimator], outputs: [ModelOutput],
    evaluator: any Evaluator
  ) throws(ModelError) -> FittedEstimator {
    FittedEstimator(
      kind: kind, inputCount: parts[0].inputCount,
      inputNames: try estimator.inputNames() ?? parts[0].inputNames, rule: .anything,
      outputs: outputs, evaluator: evaluator)
  }

  /// The estimators, each over the inputs that it was given; never none.
  private static func parts(
    _ estimator: Estimator, subsets: [PickleID]?
  ) throws(ModelError) -> [FittedEstimator] {
    // A vote has the inputs of its voters; only bagging says how many it has itself.
    var count = try subsets == nil ? nil : estimator.inputCount()
    let ids = try estimator.list("estimators_")
    guard !ids.isEmpty, subsets == nil || subsets?.count == ids.count else {
      throw estimator.damaged("estimators_", "are not one for each subset of the inputs")
    }
    var parts: [FittedEstimator] = []
    for (index, id) in ids.enumerated() {
      var part = try estimator.fitted(id)
      if let subsets {
        let inputs = try NumpyArray(estimator.document, subsets[index]).integers() ?? []
        guard inputs.count == part.inputCount, let count,
          inputs.allSatisfy({ $0 >= 0 && $0 < count })
        else {
          throw estimator.damaged("estimators_features_", "name inputs that do not exist")
        }
        part.evaluator = Chain([
          Chain.Step(
            evaluator: SelectingEvaluator(columns: count, selected: inputs.map { Int($0) })),
          part.step,
        ])
        part.rule = .anything
        part.columnRules = nil
        part.inputCount = count
      }
      count = count ?? part.inputCount
      guard part.inputCount == count else {
        throw estimator.damaged("estimators_", "read different numbers of inputs")
      }
      parts.append(part)
    }
    return parts
  }

  private static func weights(
    _ estimator: Estimator, count: Int
  ) throws(ModelError) -> [Double] {
    guard try estimator.has("weights") else { return Array(repeating: 1, count: count) }
    var weights: [Double] = []
    // One for each estimator that was given; those that were dropped have one too.
    for id in try estimator.list("weights") {
      guard let weight = try PickleNumber.double(estimator.document, id) else {
        throw estimator.damaged("weights", "are no numbers")
      }
      weights.append(weight)
    }
    guard weights.count == count, weights.reduce(0, +) != 0 else {
      throw estimator.damaged("weights", "are \(weights.count) for \(count) estimators")
    }
    return weights
  }
}

extension FittedEstimator {
  /// Some of the outputs, guarded by the rule.
  func selecting(_ columns: [Int]) -> any Evaluator {
    let selection = SelectingEvaluator(columns: outputs.count, selected: columns)
    if selection.isIdentity { return guarded }
    return Chain([
      step, Chain.Step(evaluator: selection),
    ])
  }
}
