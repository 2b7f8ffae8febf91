/// Divides each row by its norm; a row of zeros stays one.
struct NormalizingEvaluator: Evaluator {
  enum Norm: Sendable {
    case l1
    case l2
    case largest
  }

  let columns: Int
  let norm: Norm

  var inputCount: Int { columns }
  var outputCount: Int { columns }
  var memoryBytes: Int { 0 }
  var kernelDescription: String { "normalising" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      let values = rows + row * columns
      var size = 0.0
      for column in 0..<columns {
        switch norm {
        case .l1: size += abs(values[column])
        case .l2: size += values[column] * values[column]
        case .largest: size = max(size, abs(values[column]))
        }
      }
      if norm == .l2 { size.formSquareRoot() }
      if size == 0 { size = 1 }
      for column in 0..<columns { outputs[row * columns + column] = values[column] / size }
    }
  }
}
