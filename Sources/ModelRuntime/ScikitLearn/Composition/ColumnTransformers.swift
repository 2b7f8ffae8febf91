/// `ColumnTransformer` and `FeatureUnion`: transformers side by side.
enum ColumnTransformers {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "ColumnTransformer": try columnTransformer(estimator)
    case "FeatureUnion": try featureUnion(estimator)
    default: nil
    }
  }

  private static func columnTransformer(
    _ estimator: Estimator
  ) throws(ModelError) -> FittedEstimator {
    let document = estimator.document
    let count = try estimator.inputCount()
    let weights = try Weights(estimator)
    var parts: [any Evaluator] = []
    var rules = [InputRule](repeating: .anything, count: count)
    for step in try estimator.list("transformers_") {
      guard let triple = document.elements(step), triple.count == 3 else {
        throw estimator.damaged("transformers_", "are not name, transformer and columns")
      }
      if document.equals(triple[1], "drop") { continue }
      let inputs = try ColumnSelection.inputs(triple[2], of: estimator, count: count)
      if inputs.isEmpty { continue }
      let selection = SelectingEvaluator(columns: count, selected: inputs)
      var part: any Evaluator = selection
      if !document.equals(triple[1], "passthrough") {
        let inner = try estimator.fitted(triple[1], columns: inputs.count)
        guard inner.inputCount == inputs.count else {
          throw estimator.damaged(
            "transformers_", "give \(inputs.count) columns to one that reads \(inner.inputCount)")
        }
        for (place, input) in inputs.enumerated() {
          rules[input] = rules[input].and(inner.columnRules?[place] ?? inner.rule)
        }
        part = Chain([
          Chain.Step(evaluator: selection),
          inner.step,
        ])
      }
      parts.append(try weights.apply(to: part, named: triple[0]))
    }
    guard !parts.isEmpty else { throw estimator.unsupported("drops every column") }
    let side = SideBySide(parts)
    var transformer = try FittedEstimator(
      kind: "column transformer of \(parts.count)", of: estimator, rule: .anything,
      outputs: OutputNames.transforms(side.outputCount), evaluator: side)
    if rules.contains(where: { $0 != .anything }) { transformer.columnRules = rules }
    return transformer
  }

  private static func featureUnion(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let document = estimator.document
    let weights = try Weights(estimator)
    var parts: [any Evaluator] = []
    var first: FittedEstimator?
    for step in try estimator.list("transformer_list") {
      guard let pair = document.elements(step), pair.count == 2 else {
        throw estimator.damaged("transformer_list", "are not pairs of a name and a transformer")
      }
      if document.equals(pair[1], "drop") { continue }
      if document.equals(pair[1], "passthrough") {
        throw estimator.unsupported("passes columns through", remedy: "use ColumnTransformer")
      }
      let inner = try estimator.fitted(pair[1])
      if let first, first.inputCount != inner.inputCount {
        throw estimator.damaged("transformer_list", "read different numbers of columns")
      }
      first = first ?? inner
      parts.append(try weights.apply(to: inner.guarded, named: pair[0]))
    }
    guard let first else { throw estimator.unsupported("has no transformers") }
    let side = SideBySide(parts)
    return FittedEstimator(
      kind: "feature union of \(parts.count)", inputCount: first.inputCount,
      inputNames: first.inputNames, rule: .anything,
      outputs: OutputNames.transforms(side.outputCount), evaluator: side)
  }

  /// `transformer_weights`: a factor for the outputs of a named transformer.
  private struct Weights {
    private let estimator: Estimator
    private let weights: PickleID?

    init(_ estimator: Estimator) throws(ModelError) {
      self.estimator = estimator
      weights = try estimator.optional("transformer_weights")
    }

    func apply(
      to part: any Evaluator, named name: PickleID
    ) throws(ModelError) -> any Evaluator {
      guard let weights, let entries = estimator.document.entries(weights),
        let name = estimator.document.string(name)
      else { return part }
      try estimator.document.pay(entries.count)
      for index in stride(from: 0, to: entries.count - 1, by: 2)
      where estimator.document.string(entries[index]) == name {
        guard let weight = try PickleNumber.double(estimator.document, entries[index + 1]) else {
          throw estimator.damaged("transformer_weights", "holds no number for \(name)")
        }
        let count = part.outputCount
        return Chain([
          part,
          ScalingEvaluator(
            columns: count,
            form: .multiplyThenAdd(
              scales: Array(repeating: weight, count: count),
              offsets: Array(repeating: 0, count: count))),
        ])
      }
      return part
    }
  }
}
