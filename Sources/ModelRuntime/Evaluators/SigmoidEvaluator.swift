/// Platt's calibration: 1 / (1 + e^(slope x + offset)).
struct SigmoidEvaluator: Evaluator {
  let slope: Double
  let offset: Double

  var inputCount: Int { 1 }
  var outputCount: Int { 1 }
  var memoryBytes: Int { 16 }
  var kernelDescription: String { "" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count { outputs[row] = logistic(-(slope * rows[row] + offset)) }
  }
}
