/// `MultiOutputRegressor` and `MultiOutputClassifier`: one estimator for each target.
enum SeveralTargets {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    guard estimator.name == "MultiOutputRegressor" || estimator.name == "MultiOutputClassifier"
    else { return nil }
    var parts: [FittedEstimator] = []
    for id in try estimator.list("estimators_") { parts.append(try estimator.fitted(id)) }
    guard let first = parts.first, parts.allSatisfy({ $0.inputCount == first.inputCount }) else {
      throw estimator.damaged("estimators_", "read different numbers of inputs")
    }
    var outputs: [ModelOutput] = []
    var columns: [any Evaluator] = []
    for (target, part) in parts.enumerated() {
      for output in part.outputs {
        outputs.append(
          ModelOutput(name: numbered(output.name, target), kind: output.kind))
      }
      columns.append(part.guarded)
    }
    return FittedEstimator(
      kind: "\(parts.count) targets of \(first.kind)", inputCount: first.inputCount,
      inputNames: try estimator.inputNames() ?? first.inputNames, rule: .anything,
      outputs: outputs, evaluator: SideBySide(columns))
  }

  /// `prediction` becomes `prediction(0)`, `probability(low)` becomes `probability(0, low)`.
  private static func numbered(_ name: String, _ target: Int) -> String {
    guard let open = name.firstIndex(of: "("), name.hasSuffix(")") else {
      return "\(name)(\(target))"
    }
    return "\(name[..<open])(\(target), \(name[name.index(after: open)...])"
  }
}
