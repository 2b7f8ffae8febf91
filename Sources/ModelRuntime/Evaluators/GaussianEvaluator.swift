import Glibc

/// Naive Bayes with normal distributions: the logarithm of each class's likelihood.
struct GaussianEvaluator: Evaluator {
  /// classes x inputs.
  let means: Matrix
  let variances: Matrix
  /// Of each class: log prior - sum(log(2 pi variance)) / 2.
  let constants: [Double]

  init(means: Matrix, variances: Matrix, priors: [Double]) {
    self.means = means
    self.variances = variances
    constants = priors.indices.map { index in
      log(priors[index])
        - 0.5 * variances.row(index).reduce(0) { $0 + log(2 * Double.pi * $1) }
    }
  }

  var inputCount: Int { means.columns }
  var outputCount: Int { means.rows }
  var memoryBytes: Int { (2 * means.values.count + constants.count) * 8 }
  var kernelDescription: String { "\(outputCount) normal distributions" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      for index in 0..<outputCount {
        var sum = 0.0
        for column in 0..<inputCount {
          let difference = rows[row * inputCount + column] - means[index, column]
          sum += difference * difference / variances[index, column]
        }
        outputs[row * outputCount + index] = constants[index] - 0.5 * sum
      }
    }
  }
}
