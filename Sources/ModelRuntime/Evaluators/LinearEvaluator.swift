/// `intercept + sum(coefficient * value)` for each output, summed from left to right.
///
/// Libraries sum in the order of their BLAS, which differs between processors and between one row
/// and several; the results agree to the rounding of the sum.
struct LinearEvaluator: Evaluator {
  /// outputs x inputs.
  let coefficients: Matrix
  /// One for each output.
  let intercepts: [Double]

  var inputCount: Int { coefficients.columns }
  var outputCount: Int { coefficients.rows }
  var memoryBytes: Int { (coefficients.values.count + intercepts.count) * 8 }
  var kernelDescription: String { "dot products of \(inputCount) inputs" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let inputCount = inputCount
    let outputCount = outputCount
    coefficients.values.withUnsafeBufferPointer { coefficients in
      intercepts.withUnsafeBufferPointer { intercepts in
        for row in 0..<count {
          let values = rows + row * inputCount
          for output in 0..<outputCount {
            let weights = coefficients.baseAddress! + output * inputCount
            var sum = 0.0
            for input in 0..<inputCount { sum += values[input] * weights[input] }
            outputs[row * outputCount + output] = sum + intercepts[output]
          }
        }
      }
    }
  }
}
