/// Scales each column on its own: subtract and divide, or multiply and add, then clip. In
/// scikit-learn's own order, so that the results are bit-equal.
struct ScalingEvaluator: Evaluator {
  enum Form: Sendable {
    /// (value - offset) / scale; either may be missing.
    case subtractThenDivide(offsets: [Double]?, scales: [Double]?)
    /// value * scale + offset.
    case multiplyThenAdd(scales: [Double], offsets: [Double])
  }

  let columns: Int
  let form: Form
  var clip: ClosedRange<Double>?

  var inputCount: Int { columns }
  var outputCount: Int { columns }
  var memoryBytes: Int { 2 * columns * 8 }
  var kernelDescription: String { "scaling" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      let values = rows + row * columns
      let results = outputs + row * columns
      switch form {
      case .subtractThenDivide(let offsets, let scales):
        results.update(from: values, count: columns)
        if let offsets {
          for column in 0..<columns { results[column] -= offsets[column] }
        }
        if let scales {
          for column in 0..<columns { results[column] /= scales[column] }
        }
      case .multiplyThenAdd(let scales, let offsets):
        for column in 0..<columns {
          // Two roundings, as in scikit-learn: Swift does not contract them.
          let product = values[column] * scales[column]
          results[column] = product + offsets[column]
        }
      }
      if let clip {
        for column in 0..<columns where !results[column].isNaN {
          results[column] = min(max(results[column], clip.lowerBound), clip.upperBound)
        }
      }
    }
  }
}
