/// An ensemble that tests one feature is a step function of it: a table of answers, one for each
/// bin, each summed in tree order when the table is made.
///
/// Wind turbine power curves are this case: forests of one input.
struct StepFunction: Evaluator {
  let inputCount: Int
  let outputCount: Int
  private let bins: TreeBins
  /// Row b holds the finished outputs for bin b.
  private let answers: KernelMemory<Double>

  /// Additions that making the table may cost, about a nanosecond each.
  private static let maximumAdditions = 200_000_000
  /// Size that the table may have beside that of the ensemble.
  private static let maximumBytes = 64 << 20

  /// Nil: the ensemble tests several features, or the table would cost too much.
  ///
  /// - Parameter cuts: by node, from `TreeBins`.
  init?(_ ensemble: TreeEnsemble, bins: TreeBins, cuts: [Int32]) {
    guard bins.features.count <= 1 else { return nil }
    let binCount = bins.features.first?.binCount ?? 1
    let outputs = ensemble.outputCount
    let additions = binCount.multipliedReportingOverflow(
      by: max(1, ensemble.treeCount) * ensemble.leafWidth)
    let entries = binCount.multipliedReportingOverflow(by: outputs)
    guard !additions.overflow, additions.partialValue <= StepFunction.maximumAdditions,
      !entries.overflow, entries.partialValue * 8 <= StepFunction.maximumBytes
    else { return nil }
    inputCount = ensemble.inputCount
    outputCount = outputs
    self.bins = bins
    answers = KernelMemory(repeating: 0, count: entries.partialValue)
    for bin in 0..<binCount {
      for output in 0..<outputs {
        answers.start[bin * outputs + output] = ensemble.sum.start[output]
      }
    }
    addTrees(ensemble, cuts: cuts, binCount: binCount)
    addMissing(ensemble, binCount: binCount)
    for bin in 0..<binCount {
      for output in 0..<outputs {
        let sum = answers.start[bin * outputs + output]
        answers.start[bin * outputs + output] = ensemble.sum.finished(sum, output: output)
      }
    }
  }

  /// Of a large ensemble two threads share the bins: each adds all trees, in their order, to its own.
  private func addTrees(_ ensemble: TreeEnsemble, cuts: [Int32], binCount: Int) {
    // The last bin is a missing value.
    let last = max(0, binCount - 2)
    if bins.features.first?.feature.isCategory ?? false {
      return addTrees(ensemble, toCategories: last)
    }
    guard ensemble.isLarge, last > 0 else {
      return addTrees(ensemble, cuts: cuts, first: 0, last: last)
    }
    let half = last / 2
    let other = Parallel.begin { [self] in
      addTrees(ensemble, cuts: cuts, first: half + 1, last: last)
    }
    addTrees(ensemble, cuts: cuts, first: 0, last: half)
    other.value()
  }

  private func addTrees(_ ensemble: TreeEnsemble, toCategories last: Int) {
    for tree in 0..<ensemble.treeCount {
      let root = Int(ensemble.treeStarts[tree])
      for bin in 0...last {
        add(
          ensemble, leaf: leaf(ensemble, root, bin: bin), output: output(of: tree, ensemble),
          to: bin...bin)
      }
    }
  }

  private func addTrees(_ ensemble: TreeEnsemble, cuts: [Int32], first: Int, last: Int) {
    var pending: [Range] = []
    for tree in 0..<ensemble.treeCount {
      pending.append(
        Range(node: ensemble.treeStarts[tree], first: Int32(first), last: Int32(last)))
      addRanges(ensemble, cuts: cuts, output: output(of: tree, ensemble), &pending)
    }
  }

  private func addMissing(_ ensemble: TreeEnsemble, binCount: Int) {
    guard binCount > 1 else { return }
    let missing = binCount - 1
    for tree in 0..<ensemble.treeCount {
      var node = ensemble.nodes[Int(ensemble.treeStarts[tree])]
      while !node.isLeaf {
        node = ensemble.nodes[Int(node.missingGoesLeft ? node.left : node.right)]
      }
      add(ensemble, leaf: node, output: output(of: tree, ensemble), to: missing...missing)
    }
  }

  private func output(of tree: Int, _ ensemble: TreeEnsemble) -> Int {
    ensemble.hasVectorLeaves ? 0 : Int(ensemble.treeOutputs[tree])
  }

  /// Bins that reach a node.
  private struct Range {
    var node: Int32
    var first: Int32
    var last: Int32
  }

  /// Adds each leaf to the bins that reach it: a range, split at every node on the way.
  private func addRanges(
    _ ensemble: TreeEnsemble, cuts: [Int32], output: Int, _ pending: inout [Range]
  ) {
    while var range = pending.popLast() {
      var node = ensemble.nodes[Int(range.node)]
      while !node.isLeaf {
        let cut = cuts[Int(range.node)]
        // A side that no bin reaches is left out.
        if cut >= range.last {
          range.node = node.left
        } else if cut < range.first {
          range.node = node.right
        } else {
          pending.append(Range(node: node.right, first: cut + 1, last: range.last))
          range = Range(node: node.left, first: range.first, last: cut)
        }
        node = ensemble.nodes[Int(range.node)]
      }
      add(ensemble, leaf: node, output: output, to: Int(range.first)...Int(range.last))
    }
  }

  private func leaf(_ ensemble: TreeEnsemble, _ root: Int, bin: Int) -> TreeNode {
    let category = bins.category(place: 0, bin: bin)
    var node = ensemble.nodes[root]
    while !node.isLeaf {
      let goesRight = ensemble.categorySets.goesRight(
        set: Int(node.threshold), category: category)
      node = ensemble.nodes[Int(goesRight ? node.right : node.left)]
    }
    return node
  }

  @inline(__always)
  private func add(
    _ ensemble: TreeEnsemble, leaf node: TreeNode, output: Int, to range: ClosedRange<Int>
  ) {
    let width = ensemble.leafWidth
    let first = Int(node.left) * width
    let table = answers.start
    for offset in 0..<width {
      let value = ensemble.leafValues[first + offset]
      let column = output + offset
      if ensemble.sum.precision == .float32 {
        for bin in range {
          let index = bin &* outputCount &+ column
          table[index] = Double(Float(table[index]) + Float(value))
        }
      } else if outputCount == 1 {
        let from = table + range.lowerBound
        for index in 0..<range.count { from[index] += value }
      } else {
        for bin in range { table[bin &* outputCount &+ column] += value }
      }
    }
  }

  var memoryBytes: Int { answers.bytes + bins.bytes }
  var kernelDescription: String {
    "step function, \(answers.count / max(1, outputCount)) steps (the trees test one input)"
  }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for index in 0..<count {
      let bin = bins.features.isEmpty ? 0 : bins.bin(of: rows + index &* inputCount, place: 0)
      for output in 0..<outputCount {
        outputs[index &* outputCount &+ output] = answers.start[bin &* outputCount &+ output]
      }
    }
  }
}
