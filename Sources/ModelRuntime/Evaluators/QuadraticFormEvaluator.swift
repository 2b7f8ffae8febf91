/// (x - center)' precision (x - center), the square of Mahalanobis' distance, times a factor.
struct QuadraticFormEvaluator: Evaluator {
  let center: [Double]
  /// inputs x inputs.
  let precision: Matrix
  let factor: Double

  var inputCount: Int { center.count }
  var outputCount: Int { 1 }
  var memoryBytes: Int { (precision.values.count + center.count) * 8 }
  var kernelDescription: String { "Mahalanobis distance of \(inputCount) inputs" }

  func scratchBytes(rows: Int) -> Int { QuadraticFormEvaluator.padded(inputCount * 8) }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let centered = scratch.assumingMemoryBound(to: Double.self)
    for row in 0..<count {
      for column in 0..<inputCount {
        centered[column] = rows[row * inputCount + column] - center[column]
      }
      var sum = 0.0
      for first in 0..<inputCount {
        var product = 0.0
        for second in 0..<inputCount { product += centered[second] * precision[second, first] }
        sum += product * centered[first]
      }
      outputs[row] = factor * sum
    }
  }
}
