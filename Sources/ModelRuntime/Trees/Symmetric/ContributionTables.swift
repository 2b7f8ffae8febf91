/// Contribution tables: the kernel for symmetric trees.
///
/// `table[feature][bin][tree]` holds the bits that this feature, in this bin, gives to the tree's
/// leaf number. The leaf numbers of all trees are the OR of one line for each feature; then leaves
/// are added in tree order, which the answer's last bit asks for and which takes most of the time.
/// Bursts take eight rows' sums side by side, as many trees at a time as have their leaves in the
/// first-level cache.
///
/// To keep the table in the second-level cache only every 2^shift-th bin of a feature has a line; the
/// few tests between it and the value's bin are applied one by one.
///
/// `Index` is UInt8 up to depth 8, else UInt16.
final class ContributionTables<
  Index: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable
>: Sendable {
  let inputCount: Int
  let outputCount: Int
  private let treeCount: Int
  /// Leaf numbers in a line: the trees, rounded up to a cache line.
  private let pitch: Int
  private let bins: SymmetricBins
  /// Where the lines of a feature lie.
  private struct Lines: BitwiseCopyable {
    var firstLine: Int
    var shift: Int
    /// Its entry for bin b in `restStarts` is at restStart + b.
    var restStart: Int
  }
  private let lines: KernelMemory<Lines>
  private let table: KernelMemory<Index>
  // The tests of each feature, by border: bin b passes those that end at restStarts[restStart + b].
  private let restStarts: KernelMemory<Int32>
  private let restTrees: KernelMemory<Int32>
  private let restBits: KernelMemory<Index>
  let shift: Int
  /// Leaf l of tree t has its values at (t * leavesInTree + l) * outputCount.
  private let leaves: KernelMemory<Double>
  private let leavesInTree: Int
  private let treesAtOnce: Int
  private let scale: Double
  private let bias: KernelMemory<Double>

  init(_ trees: SymmetricTrees, shift: Int) {
    self.shift = shift
    inputCount = trees.inputCount
    outputCount = trees.outputCount
    treeCount = trees.treeCount
    scale = trees.scale
    bias = KernelMemory(trees.bias)
    pitch = ContributionTables.pitch(trees: trees.treeCount)
    bins = SymmetricBins(trees)
    leavesInTree = 1 << trees.depth
    treesAtOnce = max(
      16, ContributionTables.leafBytesAtOnce / (leavesInTree * MemoryLayout<Double>.stride))
    leaves = KernelMemory(repeating: 0, count: treeCount * leavesInTree * outputCount)
    for tree in 0..<treeCount {
      let first = trees.leafStarts[tree] * outputCount
      let count = (trees.leafStarts[tree + 1] - trees.leafStarts[tree]) * outputCount
      for value in 0..<count {
        leaves.start[tree * leavesInTree * outputCount + value] = trees.leafValues[first + value]
      }
    }
    lines = KernelMemory(
      repeating: Lines(firstLine: 0, shift: 0, restStart: 0), count: bins.count)
    var lineCount = 0
    var restCount = 0
    for place in 0..<bins.count {
      let own = bins.isCategory(place) ? 0 : shift
      lines.start[place] = Lines(firstLine: lineCount, shift: own, restStart: restCount)
      lineCount += ContributionTables.lineCount(bins, place, shift: shift)
      restCount += own == 0 ? 0 : bins.binCount(place)
    }
    table = KernelMemory(repeating: 0, count: lineCount * pitch)
    restStarts = KernelMemory(repeating: 0, count: restCount)
    restTrees = KernelMemory(repeating: 0, count: shift == 0 ? 0 : trees.tests.count)
    restBits = KernelMemory(repeating: 0, count: shift == 0 ? 0 : trees.tests.count)
    fill(trees)
  }

  private struct Contribution {
    var test: Int32
    var tree: Int32
    var bits: Index
  }

  private func fill(_ trees: SymmetricTrees) {
    var contributions: [[Contribution]] = Array(repeating: [], count: bins.count)
    for tree in 0..<treeCount {
      for (bit, test) in trees.tests[trees.testStarts[tree]..<trees.testStarts[tree + 1]]
        .enumerated()
      {
        contributions[bins.place(of: Int(test.feature))].append(
          Contribution(test: test.index, tree: Int32(tree), bits: 1 << Index(bit)))
      }
    }
    var used = 0
    for place in 0..<bins.count {
      if bins.isCategory(place) {
        // Bin k is the category of test k; the last is any other.
        let first = table.start + lines.start[place].firstLine * pitch
        for item in contributions[place] {
          first[Int(item.test) * pitch + Int(item.tree)] |= item.bits
        }
      } else {
        fillNumbers(contributions[place].sorted { $0.test < $1.test }, place: place, used: used)
        used += contributions[place].count
      }
    }
  }

  /// Bin by bin: bin b passes the tests below b.
  private func fillNumbers(_ sorted: [Contribution], place: Int, used: Int) {
    let own = lines.start[place]
    var current = [Index](repeating: 0, count: pitch)
    var next = 0
    for bin in 0..<bins.binCount(place) {
      while next < sorted.count, sorted[next].test < bin {
        current[Int(sorted[next].tree)] |= sorted[next].bits
        if own.shift > 0 {
          restTrees.start[used + next] = sorted[next].tree
          restBits.start[used + next] = sorted[next].bits
        }
        next += 1
      }
      if own.shift > 0 { restStarts.start[own.restStart + bin] = Int32(used + next) }
      if bin & (1 << own.shift - 1) == 0 {
        let line = table.start + (own.firstLine + bin >> own.shift) * pitch
        for tree in 0..<pitch { line[tree] = current[tree] }
      }
    }
  }

  private static func pitch(trees: Int) -> Int {
    let line = 64 / MemoryLayout<Index>.size
    return (trees + line - 1) / line * line
  }

  private static func lineCount(_ bins: SymmetricBins, _ place: Int, shift: Int) -> Int {
    bins.isCategory(place) ? bins.binCount(place) : (bins.binCount(place) - 1) >> shift + 1
  }

  /// Bytes that the table would take, without the leaves.
  static func tableBytes(_ trees: SymmetricTrees, _ bins: SymmetricBins, shift: Int) -> Int {
    let lines = (0..<bins.count).reduce(0) { $0 + lineCount(bins, $1, shift: shift) }
    let (bytes, overflow) = lines.multipliedReportingOverflow(
      by: pitch(trees: trees.treeCount) * MemoryLayout<Index>.size)
    return overflow ? .max : bytes
  }

  var memoryBytes: Int {
    table.bytes + leaves.bytes + bins.bytes + lines.bytes + restStarts.bytes + restTrees.bytes
      + restBits.bytes
  }
  var tableBytes: Int { table.bytes }

  /// Leaves of the trees that are added at a time, of the 32 KiB that most processors have.
  private static var leafBytesAtOnce: Int { 24 << 10 }

  private var lineBytes: Int { pitch * MemoryLayout<Index>.size }
  private var binBytes: Int { (bins.count * MemoryLayout<Int32>.size + 63) & ~63 }

  // Scratch: the bins of a row, then a line of leaf numbers for each row.
  func scratchBytes(rows: Int) -> Int { binBytes + rows * lineBytes }

  @inline(__always)
  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let place = scratch.assumingMemoryBound(to: Int32.self)
    let numbers = (scratch + binBytes).assumingMemoryBound(to: Index.self)
    for row in 0..<count {
      fillLeaves(numbers + row &* pitch, row: rows + row &* inputCount, bins: place)
    }
    for index in 0..<(count &* outputCount) { outputs[index] = 0 }
    if outputCount == 1 {
      var first = 0
      // One row has nothing to gain from going piece by piece.
      let step = count == 1 ? max(1, treeCount) : treesAtOnce
      while first < treeCount {
        let end = min(treeCount, first &+ step)
        var row = 0
        while row &+ 8 <= count {
          addEight(numbers + row &* pitch, trees: first, end, sums: outputs + row)
          row &+= 8
        }
        while row &+ 4 <= count {
          addFour(numbers + row &* pitch, trees: first, end, sums: outputs + row)
          row &+= 4
        }
        while row < count {
          addOne(numbers + row &* pitch, trees: first, end, sum: outputs + row)
          row &+= 1
        }
        first = end
      }
    } else {
      for row in 0..<count {
        addVectors(numbers + row &* pitch, sums: outputs + row &* outputCount)
      }
    }
    for row in 0..<count {
      for output in 0..<outputCount {
        let index = row &* outputCount &+ output
        outputs[index] = scale * outputs[index] + bias.start[output]
      }
    }
  }

  /// The leaf numbers of all trees for one row.
  @inline(__always)
  private func fillLeaves(
    _ numbers: UnsafeMutablePointer<Index>, row: UnsafePointer<Double>,
    bins place: UnsafeMutablePointer<Int32>
  ) {
    let count = bins.count
    bins.bins(of: row, into: place)
    @inline(__always) func line(_ feature: Int) -> UnsafePointer<Index> {
      // Past the last feature its line comes again: x | x is x.
      let feature = min(feature, count &- 1)
      let own = lines.start[feature]
      return UnsafePointer(
        table.start + (own.firstLine &+ (Int(place[feature]) &>> own.shift)) &* pitch)
    }
    if count == 0 {
      for tree in 0..<pitch { numbers[tree] = 0 }
      return
    }
    let pitch = pitch
    // Four, six or eight lines in one pass, then four at a time.
    let a = line(0)
    let b = line(1)
    let c = line(2)
    let d = line(3)
    if count == 5 || count == 6 {
      let e = line(4)
      let f = line(5)
      for tree in 0..<pitch {
        numbers[tree] = (a[tree] | b[tree]) | (c[tree] | d[tree]) | (e[tree] | f[tree])
      }
    } else if count > 4 {
      let e = line(4)
      let f = line(5)
      let g = line(6)
      let h = line(7)
      for tree in 0..<pitch {
        numbers[tree] =
          (a[tree] | b[tree]) | (c[tree] | d[tree]) | ((e[tree] | f[tree]) | (g[tree] | h[tree]))
      }
    } else {
      for tree in 0..<pitch { numbers[tree] = a[tree] | b[tree] | c[tree] | d[tree] }
    }
    var feature = 8
    while feature < count {
      let a = line(feature)
      let b = line(feature &+ 1)
      let c = line(feature &+ 2)
      let d = line(feature &+ 3)
      for tree in 0..<pitch { numbers[tree] |= a[tree] | b[tree] | c[tree] | d[tree] }
      feature &+= 4
    }
    if shift > 0 { applyRest(numbers, bins: place) }
  }

  /// The tests between the lines that were read and the bins.
  @inline(__always)
  private func applyRest(
    _ numbers: UnsafeMutablePointer<Index>, bins place: UnsafePointer<Int32>
  ) {
    for feature in 0..<bins.count {
      let own = lines.start[feature]
      if own.shift == 0 { continue }
      let bin = Int(place[feature])
      let starts = restStarts.start + own.restStart
      var next = Int(starts[(bin &>> own.shift) &<< own.shift])
      let end = Int(starts[bin])
      while next < end {
        numbers[Int(restTrees.start[next])] |= restBits.start[next]
        next &+= 1
      }
    }
  }

  @inline(__always)
  private func addOne(
    _ numbers: UnsafePointer<Index>, trees first: Int, _ end: Int,
    sum: UnsafeMutablePointer<Double>
  ) {
    let leavesInTree = leavesInTree
    var total = sum[0]
    var leaf = leaves.start + first &* leavesInTree
    for tree in first..<end {
      total += leaf[Int(numbers[tree])]
      leaf += leavesInTree
    }
    sum[0] = total
  }

  @inline(__always)
  private func addEight(
    _ numbers: UnsafePointer<Index>, trees first: Int, _ end: Int,
    sums: UnsafeMutablePointer<Double>
  ) {
    let leavesInTree = leavesInTree
    let row1 = numbers + pitch
    let row2 = row1 + pitch
    let row3 = row2 + pitch
    let row4 = row3 + pitch
    let row5 = row4 + pitch
    let row6 = row5 + pitch
    let row7 = row6 + pitch
    var (a, b, c, d) = (sums[0], sums[1], sums[2], sums[3])
    var (e, f, g, h) = (sums[4], sums[5], sums[6], sums[7])
    var leaf = leaves.start + first &* leavesInTree
    for tree in first..<end {
      a += leaf[Int(numbers[tree])]
      b += leaf[Int(row1[tree])]
      c += leaf[Int(row2[tree])]
      d += leaf[Int(row3[tree])]
      e += leaf[Int(row4[tree])]
      f += leaf[Int(row5[tree])]
      g += leaf[Int(row6[tree])]
      h += leaf[Int(row7[tree])]
      leaf += leavesInTree
    }
    (sums[0], sums[1], sums[2], sums[3]) = (a, b, c, d)
    (sums[4], sums[5], sums[6], sums[7]) = (e, f, g, h)
  }

  @inline(__always)
  private func addFour(
    _ numbers: UnsafePointer<Index>, trees first: Int, _ end: Int,
    sums: UnsafeMutablePointer<Double>
  ) {
    let leavesInTree = leavesInTree
    let second = numbers + pitch
    let third = second + pitch
    let fourth = third + pitch
    var a = sums[0]
    var b = sums[1]
    var c = sums[2]
    var d = sums[3]
    var leaf = leaves.start + first &* leavesInTree
    for tree in first..<end {
      a += leaf[Int(numbers[tree])]
      b += leaf[Int(second[tree])]
      c += leaf[Int(third[tree])]
      d += leaf[Int(fourth[tree])]
      leaf += leavesInTree
    }
    sums[0] = a
    sums[1] = b
    sums[2] = c
    sums[3] = d
  }

  @inline(__always)
  private func addVectors(
    _ numbers: UnsafePointer<Index>, sums: UnsafeMutablePointer<Double>
  ) {
    let outputCount = outputCount
    var leaf = leaves.start
    for tree in 0..<treeCount {
      let values = leaf + Int(numbers[tree]) &* outputCount
      for output in 0..<outputCount { sums[output] += values[output] }
      leaf += leavesInTree &* outputCount
    }
  }
}
