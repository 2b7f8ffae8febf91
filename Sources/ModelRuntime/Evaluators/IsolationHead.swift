import Glibc

/// From the sum of an isolation forest's path lengths to score, decision and anomaly.
struct IsolationHead: Evaluator {
  /// Trees x the average path length in a tree's sample.
  let denominator: Double
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
      let depth = denominator == 0 ? 1 : rows[row] / denominator
      OutlierHead.write(score: -exp2(-depth), offset: offset, to: outputs + 3 * row)
    }
  }
}

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
      OutlierHead.write(score: rows[row], offset: offset, to: outputs + 3 * row)
    }
  }

  @inline(__always)
  static func write(score: Double, offset: Double, to output: UnsafeMutablePointer<Double>) {
    let decision = score - offset
    output[0] = score
    output[1] = decision
    output[2] = decision.isNaN ? .nan : decision < 0 ? 1 : 0
  }
}
