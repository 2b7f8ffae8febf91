/// How the values of the leaves that a row reaches become the ensemble's outputs.
///
/// The order is part of the result: each output is its start, plus the leaves of its trees in tree
/// order, in `precision`. Agreement with the writing library to the last bit hangs on it.
struct TreeSum: Sendable, Equatable {
  enum Precision: Sendable { case float32, float64 }
  /// What is done with a finished sum.
  enum Finish: Sendable, Equatable {
    case none
    /// A forest's average: sum / divisor.
    case divide(by: Double)
    /// CatBoost: scale * sum + bias, one bias for each output.
    case scale(Double, bias: [Double])
  }

  /// Of the additions. With `.float32` starts and leaf values are rounded once, at load.
  var precision: Precision
  /// One value for each output, in the library's own precision.
  var start: [Double]
  var finish: Finish

  var outputCount: Int { start.count }

  init(_ precision: Precision = .float64, start: [Double], finish: Finish = .none) {
    self.precision = precision
    self.start = precision == .float32 ? start.map { Double(Float($0)) } : start
    self.finish = finish
  }

  /// The output that a sum becomes.
  @inline(__always)
  func finished(_ sum: Double, output: Int) -> Double {
    switch finish {
    case .none: sum
    case .divide(let divisor): sum / divisor
    case .scale(let scale, let bias): scale * sum + bias[output]
    }
  }
}
