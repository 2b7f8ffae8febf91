/// LightGBM's text models (`Booster.save_model`).
///
/// Source of the rules: LightGBM's `src/io/tree.cpp` and `include/LightGBM/tree.h`. Values and sums
/// are Double; `value <= threshold` goes left; trees serve the classes in turn.
enum LightGBM {
  static func load(_ bytes: UnsafeRawBufferPointer) throws(ModelError) -> LoadedModel {
    var text = LightGBMText(bytes)
    let header = text.header()
    // A feature takes at least a byte of the file: its name and its range are listed.
    let inputCount = try header.integer("max_feature_idx") + 1
    let sumCount = try header.integer("num_tree_per_iteration", default: 1)
    guard inputCount >= 1, inputCount <= bytes.count else {
      throw header.error("max_feature_idx is \(inputCount - 1), which does not fit the file")
    }
    guard sumCount >= 1, sumCount <= bytes.count else {
      throw header.error("num_tree_per_iteration is \(sumCount), which does not fit the file")
    }
    var builder = TreeEnsembleBuilder(
      inputCount: inputCount,
      features: (0..<inputCount).map { TreeFeature(input: $0, reading: .numberWithZero) },
      inputPrecision: .float64,
      sum: TreeSum(start: [Double](repeating: 0, count: sumCount)))
    var linear: [LightGBMLinearLeaves.Leaf] = []
    var hasConstants = false
    while let section = try text.tree() {
      let tree = try LightGBMTree(section)
      if let leaves = try tree.linearLeaves() {
        for leaf in leaves.leaves {
          guard leaf.inputs.allSatisfy({ $0 >= 0 && $0 < inputCount }) else {
            throw section.error("a leaf's model reads an input that does not exist")
          }
        }
        linear += leaves.leaves
      } else {
        hasConstants = true
      }
      guard linear.isEmpty || !hasConstants else {
        throw section.error("linear and constant trees are mixed")
      }
      try tree.add(to: &builder, output: builder.treeCount % sumCount)
    }
    let iterations = builder.treeCount / sumCount
    guard iterations > 0, builder.treeCount % sumCount == 0 else {
      throw header.error("\(builder.treeCount) trees do not fit \(sumCount) in an iteration")
    }
    let objective = LightGBMObjective(words: header.words("objective"))
    let isForest = header.hasFlag("average_output")
    let answer = try objective.answer(
      classCount: sumCount, divisor: isForest ? Double(iterations) : 1)
    let ensemble: TreeEnsemble
    do { ensemble = try builder.build() } catch { throw header.error("\(error)") }
    let sums: any Evaluator =
      linear.isEmpty
      ? ensemble.makeEvaluator() : LinearTreeEvaluator(ensemble: ensemble, leaves: linear)
    return LoadedModel(
      library: "LightGBM", libraryVersion: nil,
      kind: "\(isForest ? "random forest" : "gradient boosting"), \(objective.kindName), "
        + "\(ensemble.treeCount) trees\(linear.isEmpty ? "" : " with linear leaves")",
      inputs: try inputs(header, count: inputCount),
      outputs: answer.outputs(sums: sumCount),
      evaluator: BoostedEvaluator(sums: sums, answer: answer))
  }

  private static func inputs(
    _ header: LightGBMSection, count: Int
  ) throws(ModelError) -> [ModelInput] {
    let names = header.words("feature_names")
    guard names.count == count else {
      throw header.error("\(names.count) feature names for \(count) features")
    }
    // What LightGBM calls columns that had no names.
    let areGenerated = names.enumerated().allSatisfy { $1 == "Column_\($0)" }
    return areGenerated ? ModelInput.unnamed(count) : names.map { ModelInput(name: $0) }
  }
}
