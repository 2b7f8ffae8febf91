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

  init(_ trees: SymmetricTrees) {
    inputCount = trees.inputCount
    outputCount = trees.outputCount
    let tableBytes: Int
    if trees.depth <= ContributionEvaluator.shallowDepth {
      let kernel = ContributionTables<UInt8>(trees)
      (form, memoryBytes, tableBytes) = (.shallow(kernel), kernel.memoryBytes, kernel.tableBytes)
    } else {
      let kernel = ContributionTables<UInt16>(trees)
      (form, memoryBytes, tableBytes) = (.deep(kernel), kernel.memoryBytes, kernel.tableBytes)
    }
    kernelDescription =
      "contribution tables of \(tableBytes / 1024) KiB (symmetric trees, depth \(trees.depth))"
  }

  /// Bytes that the tables and the leaves, all trees as deep as the deepest, would take.
  static func bytes(_ trees: SymmetricTrees) -> Int {
    let table =
      trees.depth <= shallowDepth
      ? ContributionTables<UInt8>.tableBytes(trees) : ContributionTables<UInt16>.tableBytes(trees)
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
