/// `ContributionTables` in the two forms that there are, each code of its own.
struct ContributionEvaluator: Evaluator {
  private enum Form {
    case shallow(ContributionTables<UInt8>)
    case deep(ContributionTables<UInt16>)
  }

  private let form: Form
  let inputCount: Int
  let outputCount: Int
  let memoryBytes: Int
  let kernelDescription: String

  /// Deepest tree whose leaf numbers fit 8 bits.
  private static let shallowDepth = 8
  /// What the table should measure at most: with the leaves it goes through the second-level cache.
  private static let wantedTableBytes = 3 << 17
  private static let largestShift = 8

  init(_ trees: SymmetricTrees) {
    inputCount = trees.inputCount
    outputCount = trees.outputCount
    let shift = ContributionEvaluator.shift(trees, SymmetricBins(trees))
    let tableBytes: Int
    if trees.depth <= ContributionEvaluator.shallowDepth {
      let kernel = ContributionTables<UInt8>(trees, shift: shift)
      (form, memoryBytes, tableBytes) = (.shallow(kernel), kernel.memoryBytes, kernel.tableBytes)
    } else {
      let kernel = ContributionTables<UInt16>(trees, shift: shift)
      (form, memoryBytes, tableBytes) = (.deep(kernel), kernel.memoryBytes, kernel.tableBytes)
    }
    kernelDescription =
      "contribution tables of \(tableBytes / 1024) KiB"
      + "\(shift == 0 ? "" : " with a line every \(1 << shift) bins")"
      + " (symmetric trees, depth \(trees.depth))"
  }

  private static func tableBytes(
    _ trees: SymmetricTrees, _ bins: SymmetricBins, shift: Int
  ) -> Int {
    trees.depth <= shallowDepth
      ? ContributionTables<UInt8>.tableBytes(trees, bins, shift: shift)
      : ContributionTables<UInt16>.tableBytes(trees, bins, shift: shift)
  }

  /// The smallest shift whose table is no larger than wanted.
  private static func shift(_ trees: SymmetricTrees, _ bins: SymmetricBins) -> Int {
    (0..<largestShift).first {
      tableBytes(trees, bins, shift: $0) <= wantedTableBytes
    } ?? largestShift
  }

  /// Bytes that the tables and the leaves, all trees as deep as the deepest, would take.
  static func bytes(_ trees: SymmetricTrees) -> Int {
    let bins = SymmetricBins(trees)
    let table = tableBytes(trees, bins, shift: shift(trees, bins))
    let leaves = (trees.treeCount << trees.depth).multipliedReportingOverflow(
      by: trees.outputCount * 8)
    let (sum, overflow) = table.addingReportingOverflow(
      leaves.overflow ? .max : leaves.partialValue)
    return overflow ? .max : sum
  }

  func scratchBytes(rows: Int) -> Int {
    switch form {
    case .shallow(let kernel): kernel.scratchBytes(rows: rows)
    case .deep(let kernel): kernel.scratchBytes(rows: rows)
    }
  }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    switch form {
    case .shallow(let kernel):
      kernel.evaluate(rows: rows, count: count, outputs: outputs, scratch: scratch)
    case .deep(let kernel):
      kernel.evaluate(rows: rows, count: count, outputs: outputs, scratch: scratch)
    }
  }
}
