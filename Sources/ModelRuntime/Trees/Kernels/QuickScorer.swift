/// Tabulated QuickScorer: for trees of at most 64 leaves.
///
/// Every node's test that fails (sends the row right) takes the leaves of its left side away, and
/// the leaf that a row reaches is the leftmost that remains. Which leaves a feature's tests leave,
/// for all trees at once, depends on the value's bin only: `table[bin][tree]`. A row costs one AND
/// of such a line for each feature, then a count of trailing zeros and an addition for each tree.
/// A missing value has a line of its own, made from the nodes' default directions.
///
/// To keep the table in the cache only every 2^shift-th bin of a feature has a line; the few nodes
/// between it and the value's bin are applied one by one.
final class QuickScorer<
  Mask: QuickScorerMask,
  Sum: BinaryFloatingPoint & BitwiseCopyable & Sendable
>: Sendable {
  /// Where the lines of a feature lie.
  private struct Lines: BitwiseCopyable {
    var firstLine: Int
    /// The line of a missing value, and the bin that means one.
    var missingLine: Int
    var missingBin: Int
    var shift: Int
    /// Its entry for bin b in `restStarts` is at restStart + b.
    var restStart: Int
  }

  private let bins: TreeBins
  let inputCount: Int
  let outputCount: Int
  private let treeCount: Int
  /// Masks in a line: the trees, rounded up to a cache line.
  private let pitch: Int
  private let lines: KernelMemory<Lines>
  private let table: KernelMemory<Mask>
  // The nodes of each feature, by cut: those below bin b start... end at restStarts[restStart + b].
  private let restStarts: KernelMemory<Int32>
  private let restTrees: KernelMemory<Int32>
  private let restMasks: KernelMemory<Mask>
  /// Leaf l of the tree at place t has its values at (t * leavesInTree + l) * leafWidth.
  private let leaves: KernelMemory<Sum>
  private let leavesInTree: Int
  private let leafWidth: Int
  /// Trees are placed by output, in tree order within one: output k has outputStarts[k]..<[k + 1].
  /// With vector leaves there is one range for all outputs.
  private let outputStarts: [Int]
  private let start: KernelMemory<Sum>
  private let sum: TreeSum
  let shift: Int

  init(
    _ ensemble: TreeEnsemble, masks: [QuickScorerMasks], bins: TreeBins, cuts: [Int32], shift: Int
  ) {
    self.bins = bins
    self.shift = shift
    inputCount = ensemble.inputCount
    outputCount = ensemble.outputCount
    sum = ensemble.sum
    treeCount = ensemble.treeCount
    leafWidth = ensemble.leafWidth
    pitch = QuickScorer.pitch(trees: treeCount)
    leavesInTree = masks.map(\.leaves.count).max() ?? 1
    start = KernelMemory(repeating: 0, count: outputCount)
    for output in 0..<outputCount { start.start[output] = Sum(sum.start[output]) }
    let treeOrder = TreeOrder(ensemble)
    let order = treeOrder.trees
    outputStarts = treeOrder.outputStarts
    leaves = KernelMemory(repeating: 0, count: treeCount * leavesInTree * leafWidth)
    for (place, tree) in order.enumerated() {
      for (leaf, node) in masks[tree].leaves.enumerated() {
        for k in 0..<leafWidth {
          leaves.start[(place * leavesInTree + leaf) * leafWidth + k] =
            Sum(ensemble.leafValues[Int(ensemble.nodes[node].left) * leafWidth + k])
        }
      }
    }
    // Sizes.
    let count = bins.features.count
    lines = KernelMemory(
      repeating: Lines(firstLine: 0, missingLine: 0, missingBin: 0, shift: 0, restStart: 0),
      count: count)
    var lineCount = 0
    var restCount = 0
    for (place, feature) in bins.features.enumerated() {
      let own = feature.feature.isCategory ? 0 : shift
      let regular = (feature.count >> own) + 1
      lines.start[place] = Lines(
        firstLine: lineCount, missingLine: lineCount + regular, missingBin: feature.missing,
        shift: own, restStart: restCount)
      lineCount += regular + 1
      restCount += feature.count + 1
    }
    table = KernelMemory(repeating: .max, count: lineCount * pitch)
    restStarts = KernelMemory(repeating: 0, count: restCount)
    // Nodes by feature.
    var tests: [[Test]] = Array(repeating: [], count: count)
    for (place, tree) in order.enumerated() {
      for item in masks[tree].nodes {
        let feature = Int(bins.place[Int(ensemble.nodes[item.node].feature)])
        let isCategory = bins.features[feature].feature.isCategory
        tests[feature].append(
          Test(
            cut: isCategory ? 0 : cuts[item.node],
            node: Int32(item.node), tree: Int32(place), mask: Mask(truncatingIfNeeded: item.mask)))
      }
    }
    let total = tests.reduce(0) { $0 + $1.count }
    restTrees = KernelMemory(repeating: 0, count: shift == 0 ? 0 : total)
    restMasks = KernelMemory(repeating: .max, count: shift == 0 ? 0 : total)
    var used = 0
    for place in 0..<count {
      for test in tests[place] where !ensemble.nodes[Int(test.node)].missingGoesLeft {
        table.start[lines.start[place].missingLine * pitch + Int(test.tree)] &= test.mask
      }
      if bins.features[place].feature.isCategory {
        fillCategories(ensemble, tests[place], place: place)
      } else {
        used = fillNumbers(tests[place], place: place, used: used)
      }
    }
  }

  private struct Test {
    var cut: Int32
    var node: Int32
    var tree: Int32
    var mask: Mask
  }

  /// Bin by bin: what is right of cut c fails in all bins above c.
  private func fillNumbers(_ tests: [Test], place: Int, used: Int) -> Int {
    let feature = bins.features[place]
    let own = lines.start[place]
    let sorted = tests.sorted { $0.cut < $1.cut }
    var current = [Mask](repeating: .max, count: pitch)
    var next = 0
    for bin in 0...feature.count {
      while next < sorted.count, sorted[next].cut < bin {
        current[Int(sorted[next].tree)] &= sorted[next].mask
        if shift > 0 {
          restTrees.start[used + next] = sorted[next].tree
          restMasks.start[used + next] = sorted[next].mask
        }
        next += 1
      }
      restStarts.start[own.restStart + bin] = Int32(used + next)
      if bin & (1 << own.shift - 1) == 0 {
        let line = table.start + (own.firstLine + bin >> own.shift) * pitch
        for tree in 0..<pitch { line[tree] = current[tree] }
      }
    }
    return used + next
  }

  private func fillCategories(_ ensemble: TreeEnsemble, _ tests: [Test], place: Int) {
    for bin in 0...bins.features[place].count {
      let category = bins.category(place: place, bin: bin)
      let line = table.start + (lines.start[place].firstLine + bin) * pitch
      for test in tests
      where ensemble.categorySets.goesRight(
        set: Int(ensemble.nodes[Int(test.node)].threshold), category: category)
      {
        line[Int(test.tree)] &= test.mask
      }
    }
  }

  private static func pitch(trees: Int) -> Int {
    let line = 64 / MemoryLayout<Mask>.size
    return (trees + line - 1) / line * line
  }

  /// Bytes of the table for a shift, to choose one by.
  static func tableBytes(_ bins: TreeBins, trees: Int, shift: Int) -> Int {
    let lines = bins.features.reduce(0) {
      $0 + ($1.count >> ($1.feature.isCategory ? 0 : shift)) + 2
    }
    let (bytes, overflow) = lines.multipliedReportingOverflow(
      by: pitch(trees: trees) * MemoryLayout<Mask>.size)
    return overflow ? .max : bytes
  }

  var memoryBytes: Int {
    table.bytes + restStarts.bytes + restTrees.bytes + restMasks.bytes + leaves.bytes + bins.bytes
      + lines.bytes
  }
  var tableBytes: Int { table.bytes }

  // Scratch: the bins of one row, then the masks of four rows.
  private var binBytes: Int { (bins.features.count * MemoryLayout<Int32>.size + 63) & ~63 }
  func scratchBytes(rows: Int) -> Int {
    binBytes + (rows >= 4 ? 4 : 1) * pitch * MemoryLayout<Mask>.size
  }

  /// The masks that are left for one row.
  @inline(__always)
  private func fill(
    _ masks: UnsafeMutablePointer<Mask>, row: UnsafePointer<Double>,
    bins place: UnsafeMutablePointer<Int32>
  ) {
    bins.bins(of: row, into: place)
    let count = bins.features.count
    let lines = lines.start
    @inline(__always) func line(_ feature: Int) -> UnsafePointer<Mask> {
      // Past the last feature its line comes again: x & x is x.
      let feature = min(feature, count &- 1)
      let own = lines[feature]
      let bin = Int(place[feature])
      let number =
        bin == own.missingBin ? own.missingLine : own.firstLine &+ (bin &>> own.shift)
      return UnsafePointer(table.start + number &* pitch)
    }
    if count == 0 {
      for tree in 0..<pitch { masks[tree] = .max }
      return
    }
    // Eight lines in one pass, then four at a time.
    let pitch = pitch
    var feature = 8
    let a = line(0)
    let b = line(1)
    let c = line(2)
    let d = line(3)
    if count > 4 {
      let e = line(4)
      let f = line(5)
      let g = line(6)
      let h = line(7)
      for tree in 0..<pitch {
        masks[tree] =
          (a[tree] & b[tree]) & (c[tree] & d[tree]) & ((e[tree] & f[tree]) & (g[tree] & h[tree]))
      }
    } else {
      for tree in 0..<pitch { masks[tree] = a[tree] & b[tree] & c[tree] & d[tree] }
    }
    while feature < count {
      let a = line(feature)
      let b = line(feature &+ 1)
      let c = line(feature &+ 2)
      let d = line(feature &+ 3)
      for tree in 0..<pitch { masks[tree] &= a[tree] & b[tree] & c[tree] & d[tree] }
      feature &+= 4
    }
    guard shift > 0 else { return }
    for feature in 0..<count {
      let own = lines[feature]
      let bin = Int(place[feature])
      if bin == own.missingBin || own.shift == 0 { continue }
      let starts = restStarts.start + own.restStart
      var next = Int(starts[(bin &>> own.shift) &<< own.shift])
      let end = Int(starts[bin])
      while next < end {
        masks[Int(restTrees.start[next])] &= restMasks.start[next]
        next &+= 1
      }
    }
  }

  @inline(__always)
  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let place = scratch.assumingMemoryBound(to: Int32.self)
    let masks = (scratch + binBytes).assumingMemoryBound(to: Mask.self)
    var index = 0
    if leafWidth == 1 {
      while index &+ 4 <= count {
        for row in index..<(index &+ 4) {
          fill(masks + (row &- index) &* pitch, row: rows + row &* inputCount, bins: place)
        }
        sumFour(masks, outputs: outputs + index &* outputCount)
        index &+= 4
      }
    }
    while index < count {
      fill(masks, row: rows + index &* inputCount, bins: place)
      let own = outputs + index &* outputCount
      if leafWidth == 1 { sumOne(masks, outputs: own) } else { sumVectors(masks, outputs: own) }
      index &+= 1
    }
  }

  @inline(__always)
  private func sumOne(_ masks: UnsafePointer<Mask>, outputs: UnsafeMutablePointer<Double>) {
    let leavesInTree = leavesInTree
    for output in 0..<outputCount {
      var total = start.start[output]
      let first = outputStarts[output]
      var leaf = leaves.start + first &* leavesInTree
      for tree in first..<outputStarts[output &+ 1] {
        total += leaf[masks[tree].lowestBit]
        leaf += leavesInTree
      }
      outputs[output] = sum.finished(Double(total), output: output)
    }
  }

  /// Four rows at a time: each row's additions wait for one another, the rows' do not.
  @inline(__always)
  private func sumFour(_ masks: UnsafePointer<Mask>, outputs: UnsafeMutablePointer<Double>) {
    let leavesInTree = leavesInTree
    let second = masks + pitch
    let third = second + pitch
    let fourth = third + pitch
    for output in 0..<outputCount {
      var a = start.start[output]
      var b = a
      var c = a
      var d = a
      let first = outputStarts[output]
      var leaf = leaves.start + first &* leavesInTree
      for tree in first..<outputStarts[output &+ 1] {
        a += leaf[masks[tree].lowestBit]
        b += leaf[second[tree].lowestBit]
        c += leaf[third[tree].lowestBit]
        d += leaf[fourth[tree].lowestBit]
        leaf += leavesInTree
      }
      outputs[output] = sum.finished(Double(a), output: output)
      outputs[outputCount &+ output] = sum.finished(Double(b), output: output)
      outputs[2 &* outputCount &+ output] = sum.finished(Double(c), output: output)
      outputs[3 &* outputCount &+ output] = sum.finished(Double(d), output: output)
    }
  }

  /// Vector leaves: the sums are held in the outputs, in which a Float fits exactly.
  @inline(__always)
  private func sumVectors(_ masks: UnsafePointer<Mask>, outputs: UnsafeMutablePointer<Double>) {
    for output in 0..<outputCount { outputs[output] = Double(start.start[output]) }
    for tree in 0..<treeCount {
      let leaf =
        leaves.start + (tree &* leavesInTree &+ masks[tree].lowestBit) &* leafWidth
      for output in 0..<outputCount {
        outputs[output] = Double(Sum(outputs[output]) + leaf[output])
      }
    }
    for output in 0..<outputCount {
      outputs[output] = sum.finished(outputs[output], output: output)
    }
  }
}
