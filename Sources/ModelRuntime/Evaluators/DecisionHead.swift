/// From a decision (below 0: an outlier) to score (decision + offset), decision and anomaly.
struct DecisionHead: Evaluator {
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
        score: rows[row] + offset, decision: rows[row], to: outputs + 3 * row)
    }
  }
}
