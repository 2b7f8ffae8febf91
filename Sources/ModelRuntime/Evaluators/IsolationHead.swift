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
      let score = -exp2(-depth)
      OutlierHead.write(score: score, decision: score - offset, to: outputs + 3 * row)
    }
  }
}
