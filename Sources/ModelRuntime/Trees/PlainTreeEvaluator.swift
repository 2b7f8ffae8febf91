/// Follows every tree node by node: the meaning of a `TreeEnsemble`, written to be read.
///
/// The reference that fast kernels are tested against, and what serves where none of them fits.
struct PlainTreeEvaluator: Evaluator {
  let ensemble: TreeEnsemble
  let kernelDescription: String

  init(_ ensemble: TreeEnsemble, because reason: String = "the reference") {
    self.ensemble = ensemble
    kernelDescription = "plain traversal (\(reason))"
  }

  var inputCount: Int { ensemble.inputCount }
  var outputCount: Int { ensemble.outputCount }
  var memoryBytes: Int { ensemble.memoryBytes }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for index in 0..<count {
      evaluate(row: rows + index * inputCount, outputs: outputs + index * outputCount)
    }
  }

  private func evaluate(row: UnsafePointer<Double>, outputs: UnsafeMutablePointer<Double>) {
    let sum = ensemble.sum
    for output in 0..<outputCount { outputs[output] = sum.start[output] }
    for tree in 0..<ensemble.treeCount {
      let leaf = ensemble.leaf(tree: tree, row: row) * ensemble.leafWidth
      if ensemble.hasVectorLeaves {
        for output in 0..<outputCount {
          add(ensemble.leafValues[leaf + output], to: &outputs[output])
        }
      } else {
        add(ensemble.leafValues[leaf], to: &outputs[Int(ensemble.treeOutputs[tree])])
      }
    }
    for output in 0..<outputCount {
      outputs[output] = sum.finished(outputs[output], output: output)
    }
  }

  private func add(_ value: Double, to total: inout Double) {
    switch ensemble.sum.precision {
    case .float64: total += value
    case .float32: total = Double(Float(total) + Float(value))
    }
  }
}
