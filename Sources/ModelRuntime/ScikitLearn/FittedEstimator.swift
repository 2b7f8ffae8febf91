/// A scikit-learn estimator made ready to compute: what `Pipeline` and its like put together.
struct FittedEstimator {
  /// In a person's words.
  var kind: String
  var inputCount: Int
  var inputNames: [String]?
  /// Rows that scikit-learn would refuse.
  var rule: InputRule
  /// One for each input, where they go to estimators with rules of their own.
  var columnRules: [InputRule]?
  var outputs: [ModelOutput]
  var evaluator: any Evaluator

  init(
    kind: String, of estimator: Estimator, rule: InputRule = .finite, outputs: [ModelOutput],
    evaluator: any Evaluator
  ) throws(ModelError) {
    let inputCount = try estimator.inputCount()
    guard evaluator.inputCount == inputCount else {
      throw estimator.damaged(
        "n_features_in_", "is \(inputCount), and its arithmetic reads \(evaluator.inputCount)")
    }
    self.kind = kind
    self.inputCount = inputCount
    inputNames = try estimator.inputNames()
    if let inputNames, inputNames.count != inputCount {
      throw estimator.damaged(
        "feature_names_in_", "has \(inputNames.count) names for \(inputCount) inputs")
    }
    self.rule = rule
    self.outputs = outputs
    self.evaluator = evaluator
  }

  /// One that is not fitted to columns of its own: what a meta-estimator makes of others.
  init(
    kind: String, inputCount: Int, inputNames: [String]?, rule: InputRule,
    outputs: [ModelOutput], evaluator: any Evaluator
  ) {
    self.kind = kind
    self.inputCount = inputCount
    self.inputNames = inputNames
    self.rule = rule
    self.outputs = outputs
    self.evaluator = evaluator
  }

  /// The evaluator behind its rules, as a step of a chain.
  var step: Chain.Step {
    Chain.Step(rule: rule, columnRules: columnRules, evaluator: evaluator)
  }

  /// The evaluator with its rules in front of it: a refused row gives NaN.
  var guarded: any Evaluator { Chain([step]) }

  /// Where the outputs called `names` stand; nil where one is missing.
  func columns(_ names: [String]) -> [Int]? {
    var columns: [Int] = []
    for name in names {
      guard let column = outputs.firstIndex(where: { $0.name == name }) else { return nil }
      columns.append(column)
    }
    return columns
  }

  /// Where the probabilities stand, in the classes' order.
  var probabilityColumns: [Int] {
    outputs.indices.filter { outputs[$0].name.hasPrefix("probability(") }
  }

  /// Where the margins stand.
  var marginColumns: [Int] {
    outputs.indices.filter {
      outputs[$0].name == "margin" || outputs[$0].name.hasPrefix("margin(")
    }
  }

  /// Where the predictions stand; a regressor of several targets has several.
  var predictionColumns: [Int] {
    outputs.indices.filter {
      outputs[$0].name == "prediction" || outputs[$0].name.hasPrefix("prediction(")
    }
  }

  /// The classes of a classifier.
  var classes: [ClassLabel]? {
    for output in outputs {
      if case .label(let classes) = output.kind { return classes }
    }
    return nil
  }
}
