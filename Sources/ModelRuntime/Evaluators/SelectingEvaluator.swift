/// Some of the columns, in another order or more than once.
struct SelectingEvaluator: Evaluator {
  let columns: Int
  let selected: [Int]

  var inputCount: Int { columns }
  var outputCount: Int { selected.count }
  var memoryBytes: Int { selected.count * 8 }
  var kernelDescription: String { "" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      for index in 0..<selected.count {
        outputs[row * selected.count + index] = rows[row * columns + selected[index]]
      }
    }
  }

  /// Whether it changes nothing.
  var isIdentity: Bool { selected.elementsEqual(0..<columns) }
}
