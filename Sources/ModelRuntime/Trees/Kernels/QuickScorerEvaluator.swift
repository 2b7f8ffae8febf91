/// `QuickScorer` in the four forms that there are: masks of 32 or 64 bits, sums in Float or Double.
/// Each is code of its own, made for its types.
struct QuickScorerEvaluator: Evaluator {
  private enum Form {
    case narrowDouble(QuickScorer<UInt32, Double>)
    case narrowFloat(QuickScorer<UInt32, Float>)
    case wideDouble(QuickScorer<UInt64, Double>)
    case wideFloat(QuickScorer<UInt64, Float>)
  }

  private let form: Form
  let inputCount: Int
  let outputCount: Int
  let memoryBytes: Int
  let kernelDescription: String

  /// What the table should measure at most, about a megabyte: larger ones save less on the nodes
  /// between lines than they cost in the cache.
  private static let wantedTableBytes = 3 << 19

  /// - Parameter cuts: by node, from `TreeBins`.
  init(_ ensemble: TreeEnsemble, masks: [QuickScorerMasks], bins: TreeBins, cuts: [Int32]) {
    let isNarrow = masks.allSatisfy { $0.leaves.count <= 32 }
    let shift = QuickScorerEvaluator.shift(
      bins, trees: ensemble.treeCount, isNarrow: isNarrow)
    let tableBytes: Int
    switch (isNarrow, ensemble.sum.precision) {
    case (true, .float64):
      let kernel = QuickScorer<UInt32, Double>(
        ensemble, masks: masks, bins: bins, cuts: cuts, shift: shift)
      (form, memoryBytes, tableBytes) = (
        .narrowDouble(kernel), kernel.memoryBytes, kernel.tableBytes
      )
    case (true, .float32):
      let kernel = QuickScorer<UInt32, Float>(
        ensemble, masks: masks, bins: bins, cuts: cuts, shift: shift)
      (form, memoryBytes, tableBytes) = (
        .narrowFloat(kernel), kernel.memoryBytes, kernel.tableBytes
      )
    case (false, .float64):
      let kernel = QuickScorer<UInt64, Double>(
        ensemble, masks: masks, bins: bins, cuts: cuts, shift: shift)
      (form, memoryBytes, tableBytes) = (.wideDouble(kernel), kernel.memoryBytes, kernel.tableBytes)
    case (false, .float32):
      let kernel = QuickScorer<UInt64, Float>(
        ensemble, masks: masks, bins: bins, cuts: cuts, shift: shift)
      (form, memoryBytes, tableBytes) = (.wideFloat(kernel), kernel.memoryBytes, kernel.tableBytes)
    }
    inputCount = ensemble.inputCount
    outputCount = ensemble.outputCount
    let leaves = masks.map(\.leaves.count).max() ?? 1
    kernelDescription =
      "tabulated QuickScorer, \(isNarrow ? 32 : 64)-bit masks, tables of \(tableBytes / 1024) KiB"
      + "\(shift == 0 ? "" : " with a line every \(1 << shift) bins")"
      + " (no tree has more than \(leaves) leaves)"
  }

  /// The smallest shift whose table is no larger than wanted.
  private static func shift(_ bins: TreeBins, trees: Int, isNarrow: Bool) -> Int {
    for shift in 0..<16 {
      let bytes = tableBytes(bins, trees: trees, isNarrow: isNarrow, shift: shift)
      if bytes <= wantedTableBytes { return shift }
    }
    return 16
  }

  private static func tableBytes(_ bins: TreeBins, trees: Int, isNarrow: Bool, shift: Int) -> Int {
    isNarrow
      ? QuickScorer<UInt32, Double>.tableBytes(bins, trees: trees, shift: shift)
      : QuickScorer<UInt64, Double>.tableBytes(bins, trees: trees, shift: shift)
  }

  /// The size of the table that would be made.
  static func tableBytes(_ bins: TreeBins, trees: Int, isNarrow: Bool) -> Int {
    tableBytes(
      bins, trees: trees, isNarrow: isNarrow,
      shift: shift(bins, trees: trees, isNarrow: isNarrow))
  }

  func scratchBytes(rows: Int) -> Int {
    switch form {
    case .narrowDouble(let kernel): kernel.scratchBytes(rows: rows)
    case .narrowFloat(let kernel): kernel.scratchBytes(rows: rows)
    case .wideDouble(let kernel): kernel.scratchBytes(rows: rows)
    case .wideFloat(let kernel): kernel.scratchBytes(rows: rows)
    }
  }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    switch form {
    case .narrowDouble(let kernel):
      kernel.evaluate(rows: rows, count: count, outputs: outputs, scratch: scratch)
    case .narrowFloat(let kernel):
      kernel.evaluate(rows: rows, count: count, outputs: outputs, scratch: scratch)
    case .wideDouble(let kernel):
      kernel.evaluate(rows: rows, count: count, outputs: outputs, scratch: scratch)
    case .wideFloat(let kernel):
      kernel.evaluate(rows: rows, count: count, outputs: outputs, scratch: scratch)
    }
  }
}
