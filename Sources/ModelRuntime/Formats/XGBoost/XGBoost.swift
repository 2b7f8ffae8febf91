import PlainText

/// XGBoost's JSON and UBJSON models (`Booster.save_model`), of the boosters gbtree, dart and
/// gblinear.
///
/// Source of the rules: XGBoost's `doc/model.schema` and `src/predictor`. Everything is Float;
/// `value < condition` goes left; sums start at the base margin.
enum XGBoost {
  static func load(json bytes: UnsafeRawBufferPointer) throws(ModelError) -> LoadedModel {
    try load(try JSONNode(reading: bytes), fileBytes: bytes.count)
  }

  static func load(ubjson bytes: UnsafeRawBufferPointer) throws(ModelError) -> LoadedModel {
    try load(JSONNode(try UBJSONReader.read(bytes)), fileBytes: bytes.count)
  }

  private static func load(
    _ document: JSONNode, fileBytes: Int
  ) throws(ModelError) -> LoadedModel {
    let header = try XGBoostHeader(document, fileBytes: fileBytes)
    let booster = try document.member("learner").member("gradient_booster")
    let name = try booster.member("name").string()
    let sums: any Evaluator
    let kind: String
    switch name {
    case "gbtree":
      let trees = try Trees(
        booster.member("model"), header: header, weights: nil, fileBytes: fileBytes)
      (sums, kind) = (trees.ensemble.makeEvaluator(), trees.kind("gradient boosting"))
    case "dart":
      let trees = try Trees(
        booster.member("gbtree").member("model"), header: header,
        weights: booster.member("weight_drop").numbers(), fileBytes: fileBytes)
      (sums, kind) = (trees.ensemble.makeEvaluator(), trees.kind("DART"))
    case "gblinear":
      sums = try linear(booster.member("model"), header: header)
      kind = "boosted linear model"
    default:
      throw booster.error("the booster \(OneLine.quoting(name)) is not known", kind: .unsupported)
    }
    let answer = try header.objective.answer(count: header.outputCount)
    return LoadedModel(
      library: "XGBoost", libraryVersion: header.version,
      kind: header.objective.name.isEmpty ? kind : "\(kind), \(header.objective.name)",
      inputs: header.inputs, outputs: answer.outputs(sums: header.outputCount),
      evaluator: BoostedEvaluator(sums: sums, answer: answer))
  }

  private static func linear(
    _ model: JSONNode, header: XGBoostHeader
  ) throws(ModelError) -> XGBoostLinear {
    let list = try model.member("weights")
    let weights = try list.numbers()
    let expected = (header.inputCount + 1).multipliedReportingOverflow(by: header.outputCount)
    guard !expected.overflow, weights.count == expected.partialValue else {
      throw list.error(
        "\(weights.count) weights for \(header.inputCount) features and \(header.outputCount) "
          + "outputs")
    }
    return XGBoostLinear(
      inputCount: header.inputCount, weights: weights.map { Float($0) },
      // The linear booster starts every output from the first base score.
      base: [Float](repeating: header.baseMargins[0], count: header.outputCount))
  }

  /// The trees of gbtree or dart.
  private struct Trees {
    let ensemble: TreeEnsemble
    private let treesInFile: Int

    /// - Parameter weights: of the trees in the sum, for DART.
    init(
      _ model: JSONNode, header: XGBoostHeader, weights: [Double]?, fileBytes: Int
    ) throws(ModelError) {
      let trees = try model.member("trees").elements()
      let outputs = try model.member("tree_info").integers()
      guard outputs.count == trees.count, weights == nil || weights?.count == trees.count else {
        throw model.error("\(trees.count) trees, and their lists have other lengths")
      }
      treesInFile = trees.count
      let used = try Trees.treesUsed(model, header: header, count: trees.count)
      let leafSize = try trees.first.map(XGBoostTree.leafSize) ?? 1
      guard leafSize == 1 || leafSize == header.outputCount else {
        throw model.error("leaves of \(leafSize) values for \(header.outputCount) outputs")
      }
      var builder = TreeEnsembleBuilder(
        inputCount: header.inputCount, comparison: .less,
        sum: TreeSum(.float32, start: header.baseMargins.map { Double($0) }),
        vectorLeaves: leafSize > 1)
      for index in 0..<used {
        let output = outputs[index]
        guard output >= 0, output < header.outputCount else {
          throw model.error("tree \(index) adds to output \(output) of \(header.outputCount)")
        }
        guard try XGBoostTree.leafSize(trees[index]) == leafSize else {
          throw model.error("tree \(index) has other leaves than the first")
        }
        try XGBoostTree(trees[index]).add(to: &builder, output: output) { output, leaf in
          guard let weights else { return leaf }
          let base = header.baseMargins[output]
          // DART predicts every tree by itself, from the base margin, takes that off again and
          // weighs the rest: the roundings are part of the result.
          return (base + leaf - base) * Float(weights[index])
        }
      }
      do { ensemble = try builder.build() } catch { throw model.error("\(error)") }
    }

    /// Where scikit-learn's wrapper stopped early, its predictions end at the best iteration.
    private static func treesUsed(
      _ model: JSONNode, header: XGBoostHeader, count: Int
    ) throws(ModelError) -> Int {
      guard let best = header.bestIteration, best >= 0 else { return count }
      if let starts = try model.optional("iteration_indptr")?.integers() {
        guard best < starts.count - 1 else { return count }
        return min(count, max(0, starts[best + 1]))
      }
      let parallel =
        try model.member("gbtree_model_param").optional("num_parallel_tree")?.integer() ?? 1
      let (each, overflow) = max(1, parallel).multipliedReportingOverflow(by: header.outputCount)
      guard !overflow, best < count / each else { return count }
      return (best + 1) * each
    }

    func kind(_ booster: String) -> String {
      let count = ensemble.treeCount
      let trees =
        count == treesInFile
        ? "\(count) trees" : "the first \(count) of \(treesInFile) trees (early stopping)"
      return "\(booster), \(trees)"
    }
  }
}
