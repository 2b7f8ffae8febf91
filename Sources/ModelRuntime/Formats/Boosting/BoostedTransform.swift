import Glibc

/// What a boosting library makes of one raw sum, in the library's own precision and formula.
enum BoostedTransform: Sendable, Equatable {
  case identity
  /// 1 / (1 + exp(-scale * x))
  case sigmoid(scale: Double)
  case exponential
  /// sign(x) * x * x: LightGBM's `regression sqrt`.
  case signedSquare
  /// log(1 + exp(x)): LightGBM's `cross_entropy_lambda`.
  case softPlus

  @inline(__always)
  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .sigmoid(let scale): 1 / (1 + exp(-scale * x))
    case .exponential: exp(x)
    case .signedSquare: x < 0 ? -x * x : x * x
    case .softPlus: log1p(exp(x))
    }
  }

  /// XGBoost's arithmetic.
  @inline(__always)
  func callAsFunction(_ x: Float) -> Float {
    switch self {
    case .identity: x
    // XGBoost keeps exp's argument below its overflow so.
    case .sigmoid(let scale): 1 / (expf(min(-Float(scale) * x, 88.7)) + 1)
    case .exponential: expf(x)
    case .signedSquare: x < 0 ? -x * x : x * x
    case .softPlus: log1pf(expf(x))
    }
  }
}
