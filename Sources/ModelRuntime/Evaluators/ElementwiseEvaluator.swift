import Glibc

/// One function of every value: the links of generalised linear models and the losses of gradient
/// boosting.
struct ElementwiseEvaluator: Evaluator {
  enum Function: Sendable {
    case exponential
    case log1p
    case expm1
    case logarithm
    case logarithm2
    case logarithm10
    case squareRoot
    case square
    case absolute
    /// 1 above the threshold, else 0.
    case above(Double)
  }

  let function: Function
  let columns: Int

  var inputCount: Int { columns }
  var outputCount: Int { columns }
  var memoryBytes: Int { 0 }
  var kernelDescription: String { "" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for index in 0..<(count * columns) { outputs[index] = apply(rows[index]) }
  }

  private func apply(_ value: Double) -> Double {
    switch function {
    case .exponential: exp(value)
    case .log1p: Glibc.log1p(value)
    case .expm1: Glibc.expm1(value)
    case .logarithm: log(value)
    case .logarithm2: log2(value)
    case .logarithm10: log10(value)
    case .squareRoot: value.squareRoot()
    case .square: value * value
    case .absolute: abs(value)
    case .above(let threshold): value.isNaN ? .nan : value > threshold ? 1 : 0
    }
  }
}
