/// CatBoost's models, binary (`.cbm`, `.cb`) and JSON.
///
/// Source of the rules: CatBoost's `catboost/libs/model` (`flatbuffers/model.fbs`). Values are
/// compared as Float, `value > border` passes; leaves are summed as Double in tree order.
enum CatBoost {
  /// What is refused, and what to do about it.
  static func unsupported(_ what: String, remedy: String) -> ModelError {
    ModelError(
      .unsupported, cause: "it has \(what), which udfd does not evaluate", remedy: remedy)
  }

  static let counterRemedy =
    "train with one_hot_max_size at least the number of categories, or turn categories into "
    + "numbers before training"

  /// The parts that both formats give.
  struct Contents {
    var features = CatBoostFeatures()
    var trees: Trees
    var objective: CatBoostObjective
    var version: String?

    enum Trees {
      case symmetric(SymmetricTrees)
      case general(TreeEnsemble)
    }

    func loaded() throws(ModelError) -> LoadedModel {
      let sums: any Evaluator
      let count: Int
      let shape: String
      switch trees {
      case .symmetric(let trees):
        (sums, count, shape) = (trees.makeEvaluator(), trees.treeCount, "symmetric trees")
      case .general(let trees):
        (sums, count, shape) = (trees.makeEvaluator(), trees.treeCount, "trees")
      }
      let answer = try objective.answer(count: sums.outputCount)
      return LoadedModel(
        library: "CatBoost", libraryVersion: version,
        kind: "gradient boosting, \(objective.loss.isEmpty ? "" : "\(objective.loss), ")"
          + "\(count) \(shape)",
        inputs: try features.inputs(), outputs: answer.outputs(sums: sums.outputCount),
        evaluator: BoostedEvaluator(sums: sums, answer: answer))
    }
  }

  /// `1.2.10` in `... Summary: CatBoost release 1.2.10. ...` or `Branch: tags/v1.2.10`.
  static func version(_ info: String?) -> String? {
    guard let info, let mark = info.firstRange(of: "tags/v") else { return nil }
    return String(info[mark.upperBound...].prefix { $0.isNumber || $0 == "." })
  }
}
