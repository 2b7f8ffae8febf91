/// Makes every test of every tree: the meaning of `SymmetricTrees`, written to be read. The
/// reference that the fast kernels are tested against.
struct PlainSymmetricEvaluator: Evaluator {
  let trees: SymmetricTrees

  var inputCount: Int { trees.inputCount }
  var outputCount: Int { trees.outputCount }
  var memoryBytes: Int { trees.memoryBytes }
  var kernelDescription: String { "plain symmetric trees (the reference)" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for index in 0..<count {
      let row = rows + index * inputCount
      let sums = outputs + index * outputCount
      for output in 0..<outputCount { sums[output] = 0 }
      for tree in 0..<trees.treeCount {
        let leaf = trees.leaf(tree: tree, row: row) * outputCount
        for output in 0..<outputCount { sums[output] += trees.leafValues[leaf + output] }
      }
      for output in 0..<outputCount {
        sums[output] = trees.scale * sums[output] + trees.bias[output]
      }
    }
  }
}
