/// XGBoost's `gblinear` booster: bias + base + sum of weight * value, in Float, in input order;
/// missing values are left out.
struct XGBoostLinear: Evaluator {
  let inputCount: Int
  let outputCount: Int
  /// `weights[input * outputCount + output]`, the biases last.
  private let weights: [Float]
  private let base: [Float]

  /// - Precondition: `weights` are `(inputCount + 1) * base.count`.
  init(inputCount: Int, weights: [Float], base: [Float]) {
    precondition(weights.count == (inputCount + 1) * base.count)
    self.inputCount = inputCount
    outputCount = base.count
    self.weights = weights
    self.base = base
  }

  var memoryBytes: Int { (weights.count + base.count) * MemoryLayout<Float>.stride }
  var kernelDescription: String { "linear, in Float" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for index in 0..<count {
      let row = rows + index * inputCount
      for output in 0..<outputCount {
        var sum = weights[inputCount * outputCount + output] + base[output]
        for input in 0..<inputCount where !row[input].isNaN {
          sum += Float(row[input]) * weights[input * outputCount + output]
        }
        outputs[index * outputCount + output] = Double(sum)
      }
    }
  }
}
