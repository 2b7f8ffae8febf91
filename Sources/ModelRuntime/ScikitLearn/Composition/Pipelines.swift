/// `Pipeline`, and estimators that only hold another: a search's best one.
enum Pipelines {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "Pipeline": try pipeline(estimator)
    case "GridSearchCV", "RandomizedSearchCV":
      try estimator.fitted(estimator.required("best_estimator_"))
    default: nil
    }
  }

  private static func pipeline(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let document = estimator.document
    var parts: [FittedEstimator] = []
    for step in try estimator.list("steps") {
      guard let pair = document.elements(step), pair.count == 2 else {
        throw estimator.damaged("steps", "are not pairs of a name and an estimator")
      }
      if document.equals(pair[1], "passthrough") { continue }
      if case .none = document[pair[1]] { continue }
      parts.append(try estimator.fitted(pair[1], columns: parts.last?.outputs.count))
    }
    guard let first = parts.first, let last = parts.last else {
      throw estimator.unsupported("has no steps", remedy: "load the last estimator itself")
    }
    for (before, after) in zip(parts, parts.dropFirst())
    where before.outputs.count != after.inputCount {
      throw estimator.damaged(
        "steps",
        "do not fit: \(before.kind) makes \(before.outputs.count) columns, \(after.kind) reads \(after.inputCount)"
      )
    }
    var steps = parts.map(\.step)
    // The first step's rules are the pipeline's own.
    steps[0] = Chain.Step(evaluator: first.evaluator)
    var pipeline = FittedEstimator(
      kind: parts.map(\.kind).joined(separator: " -> "), inputCount: first.inputCount,
      inputNames: first.inputNames, rule: first.rule, outputs: last.outputs,
      evaluator: Chain(steps))
    pipeline.columnRules = first.columnRules
    return pipeline
  }
}
