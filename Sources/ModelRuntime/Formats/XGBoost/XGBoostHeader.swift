import PlainText

/// What an XGBoost model says of itself beside its booster.
struct XGBoostHeader {
  let version: String?
  let inputCount: Int
  /// Margins in a row: classes, or targets.
  let outputCount: Int
  let objective: XGBoostObjective
  /// The margin that each output starts from.
  let baseMargins: [Float]
  let inputs: [ModelInput]
  /// The iterations that count, where scikit-learn's wrapper stopped early.
  let bestIteration: Int?

  init(_ document: JSONNode, fileBytes: Int) throws(ModelError) {
    version = try? document.optional("version")?.integers().map(String.init)
      .joined(separator: ".")
    let learner = try document.member("learner")
    let parameters = try learner.member("learner_model_param")
    inputCount = try parameters.member("num_feature").integer()
    guard inputCount >= 1, inputCount <= XGBoostHeader.maximumInputs(fileBytes: fileBytes) else {
      throw parameters.error("num_feature is \(inputCount), which does not fit the file")
    }
    let classes = try parameters.optional("num_class")?.integer() ?? 0
    let targets = try parameters.optional("num_target")?.integer() ?? 1
    let outputCount = max(classes, targets, 1)
    guard outputCount <= fileBytes else {
      throw parameters.error("num_class is \(classes), which does not fit the file")
    }
    self.outputCount = outputCount
    let objective = try XGBoostObjective(learner.optional("objective"))
    self.objective = objective
    let score = try parameters.member("base_score")
    let scores = try XGBoostHeader.baseScores(score)
    guard scores.count == 1 || scores.count == outputCount else {
      throw score.error("\(scores.count) base scores for \(outputCount) outputs")
    }
    baseMargins = (0..<outputCount).map {
      objective.margin(ofBaseScore: scores[scores.count == 1 ? 0 : $0])
    }
    inputs = try XGBoostHeader.inputs(learner, count: inputCount)
    let attributes = learner.optional("attributes")
    // The wrapper predicts with the best iteration, a plain Booster with all of them; the wrapper
    // leaves this mark when it saves.
    bestIteration =
      attributes?.optional("scikit_learn") == nil
      ? nil : try attributes?.optional("best_iteration")?.integer()
  }

  /// Inputs need no trace in the file, so that a count proves nothing; rows are held for each.
  private static func maximumInputs(fileBytes: Int) -> Int { max(65_536, fileBytes) }

  /// `5E-1`, and since 3.0 `[4.9E-1,2E-1]`: one for each output, in a string.
  private static func baseScores(_ node: JSONNode) throws(ModelError) -> [Float] {
    if case .string(let text) = node.value, text.hasPrefix("[") {
      let numbers = try JSONNode(reading: text, path: node.path).numbers()
      guard !numbers.isEmpty else { throw node.error("it is empty") }
      return numbers.map { Float($0) }
    }
    return [Float(try node.number())]
  }

  private static func inputs(_ learner: JSONNode, count: Int) throws(ModelError) -> [ModelInput] {
    let names = try learner.optional("feature_names")?.strings() ?? []
    guard !names.isEmpty else { return ModelInput.unnamed(count) }
    guard names.count == count else {
      throw learner.error("\(names.count) feature names for \(count) features")
    }
    return names.map { ModelInput(name: $0) }
  }
}
