/// LightGBM's linear trees: the row picks a leaf of each tree, and the leaf answers with a linear
/// model of the row, or with a constant where an input of that is missing.
struct LinearTreeEvaluator: Evaluator {
  /// Finds the leaves; its own values are the constants.
  private let ensemble: TreeEnsemble
  // Leaf k has the terms starts[k]..<starts[k + 1].
  private let constants: [Double]
  private let starts: [Int]
  private let inputs: [Int]
  private let coefficients: [Double]

  /// - Parameter leaves: one for each leaf of the ensemble, in order; their inputs are checked.
  init(ensemble: TreeEnsemble, leaves: [LightGBMLinearLeaves.Leaf]) {
    precondition(leaves.count == ensemble.leafCount)
    self.ensemble = ensemble
    constants = leaves.map(\.constant)
    inputs = leaves.flatMap(\.inputs)
    coefficients = leaves.flatMap(\.coefficients)
    var starts = [0]
    for leaf in leaves { starts.append(starts[starts.count - 1] + leaf.inputs.count) }
    self.starts = starts
  }

  var inputCount: Int { ensemble.inputCount }
  var outputCount: Int { ensemble.outputCount }
  var memoryBytes: Int {
    ensemble.memoryBytes + (constants.count + starts.count + 2 * inputs.count) * 8
  }
  var kernelDescription: String { "plain traversal (the leaves hold linear models)" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for index in 0..<count {
      let row = rows + index * inputCount
      let sums = outputs + index * outputCount
      for output in 0..<outputCount { sums[output] = ensemble.sum.start[output] }
      for tree in 0..<ensemble.treeCount {
        sums[Int(ensemble.treeOutputs[tree])] += value(
          of: ensemble.leaf(tree: tree, row: row), row: row)
      }
    }
  }

  private func value(of leaf: Int, row: UnsafePointer<Double>) -> Double {
    var value = constants[leaf]
    for term in starts[leaf]..<starts[leaf + 1] {
      let input = TreeFeature(input: 0, reading: .numberWithZero).number(row[inputs[term]])
      if input.isNaN { return ensemble.leafValues[leaf] }
      value += coefficients[term] * input
    }
    return value
  }
}
