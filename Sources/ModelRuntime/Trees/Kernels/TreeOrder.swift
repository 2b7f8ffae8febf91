/// The order in which kernels hold trees: by output, so that each output is one run of additions,
/// and in tree order within an output, which is what its sum depends on.
struct TreeOrder: Sendable {
  /// Trees of the ensemble by place.
  let trees: [Int]
  /// Output k is the sum of the places outputStarts[k]..<outputStarts[k + 1]. With vector leaves
  /// all places add to all outputs, and there is one range.
  let outputStarts: [Int]

  init(_ ensemble: TreeEnsemble) {
    let outputs = ensemble.treeOutputs
    guard !ensemble.hasVectorLeaves else {
      trees = Array(0..<ensemble.treeCount)
      outputStarts = [0, ensemble.treeCount]
      return
    }
    trees = (0..<ensemble.treeCount).sorted { (outputs[$0], $0) < (outputs[$1], $1) }
    var starts = [0]
    for output in 0..<ensemble.outputCount {
      var end = starts[output]
      while end < trees.count, Int(outputs[trees[end]]) == output { end += 1 }
      starts.append(end)
    }
    outputStarts = starts
  }
}
