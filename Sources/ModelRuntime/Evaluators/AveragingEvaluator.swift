/// Weighted averages of groups of columns: input `group * width + column` counts for `column`.
struct AveragingEvaluator: Evaluator {
  let width: Int
  /// One for each group.
  let weights: [Double]
  /// What the sums are divided by.
  let divisor: Double

  var inputCount: Int { width * weights.count }
  var outputCount: Int { width }
  var memoryBytes: Int { weights.count * 8 }
  var kernelDescription: String { "" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      let values = rows + row * inputCount
      for column in 0..<width {
        var sum = 0.0
        for group in 0..<weights.count { sum += values[group * width + column] * weights[group] }
        outputs[row * width + column] = sum / divisor
      }
    }
  }
}
