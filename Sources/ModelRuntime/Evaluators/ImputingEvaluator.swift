/// Puts a value where one is missing, and says where.
struct ImputingEvaluator: Evaluator {
  /// What stands for a missing value.
  enum Missing: Sendable, Equatable {
    case nan
    case value(Double)
  }

  let columns: Int
  let missing: Missing
  /// The columns that come out, with what replaces a missing value in each.
  let kept: [(column: Int, replacement: Double)]
  /// Columns for which 1 (it was missing) or 0 comes out behind the others.
  let indicated: [Int]

  var inputCount: Int { columns }
  var outputCount: Int { kept.count + indicated.count }
  var memoryBytes: Int { kept.count * 16 + indicated.count * 8 }
  var kernelDescription: String { "imputing" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let width = outputCount
    for row in 0..<count {
      let values = rows + row * columns
      let results = outputs + row * width
      for index in 0..<kept.count {
        let value = values[kept[index].column]
        results[index] = isMissing(value) ? kept[index].replacement : value
      }
      for index in 0..<indicated.count {
        results[kept.count + index] = isMissing(values[indicated[index]]) ? 1 : 0
      }
    }
  }

  private func isMissing(_ value: Double) -> Bool {
    switch missing {
    case .nan: value.isNaN
    case .value(let marker): value == marker
    }
  }
}
