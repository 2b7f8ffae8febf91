/// intercept + the weighted kernels: support vector regression, one-class and two-class machines.
struct SupportVectorSum: Evaluator {
  let vectors: SupportVectors
  /// One for each vector.
  let weights: [Double]
  let intercept: Double

  var inputCount: Int { vectors.vectors.columns }
  var outputCount: Int { 1 }
  var memoryBytes: Int { vectors.memoryBytes + weights.count * 8 }
  var kernelDescription: String { vectors.description }

  func scratchBytes(rows: Int) -> Int { SupportVectorSum.padded(weights.count * 8) }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let kernels = scratch.assumingMemoryBound(to: Double.self)
    for row in 0..<count {
      vectors.evaluate(rows + row * inputCount, kernels)
      var sum = 0.0
      for index in 0..<weights.count { sum += weights[index] * kernels[index] }
      outputs[row] = sum + intercept
    }
  }
}
