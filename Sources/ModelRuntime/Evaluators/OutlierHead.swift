/// From a score to scikit-learn's decision (below 0: an outlier) and 1 for an outlier, else 0.
struct OutlierHead: Evaluator {
  /// Subtracted from the score.
  let offset: Double

  var inputCount: Int { 1 }
  var outputCount: Int { 3 }
  var memoryBytes: Int { 0 }
  var kernelDescription: String { "" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      OutlierHead.write(
        score: rows[row], decision: rows[row] - offset, to: outputs + 3 * row)
    }
  }

  /// What every detector of outliers answers.
  @inline(__always)
  static func write(score: Double, decision: Double, to output: UnsafeMutablePointer<Double>) {
    output[0] = score
    output[1] = decision
    output[2] = decision.isNaN ? .nan : decision < 0 ? 1 : 0
  }
}
