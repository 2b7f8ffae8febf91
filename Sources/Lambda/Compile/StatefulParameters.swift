/// Reads the constant arguments of a stateful function.
struct StatefulParameters {
  let name: StatefulName
  let values: [LambdaValue]
  let place: SourcePlace

  func function() throws(LambdaError) -> StatefulFunction {
    switch name {
    case .count: return .count
    case .sigma: return .sigma
    case .spread: return .spread
    case .diff: return .diff
    case .rate: return .rate
    case .elapsed: return .elapsed
    case .streak: return .streak
    case .lag: return .lag(points: try points(least: 0))
    case .ewma: return .ewma(try decay())
    case .zscore: return .score(try window())
    case .rollingMean: return .mean(try window())
    case .rollingSum: return .sum(try window())
    case .rollingStd: return .deviation(try window())
    case .rollingMin: return .minimum(try window())
    case .rollingMax: return .maximum(try window())
    case .rollingMedian: return .quantile(try window(), q: 0.5)
    case .rollingQuantile: return .quantile(try window(), q: try quantile())
    }
  }

  private func points(least: Int) throws(LambdaError) -> Int {
    guard case .int(let count) = values[0] else {
      throw wrong("how many points", expected: "an int")
    }
    guard count >= least, count <= LambdaLimits.maximumWindowPoints else {
      throw wrong(
        "\(count) points", expected: "\(least) to \(LambdaLimits.maximumWindowPoints)")
    }
    return Int(count)
  }

  private func window() throws(LambdaError) -> Window {
    if case .duration(let nanoseconds) = values[0] {
      guard nanoseconds > 0 else {
        throw wrong("a window of no time", expected: "a positive duration")
      }
      return .duration(nanoseconds: nanoseconds)
    }
    guard case .int = values[0] else {
      throw wrong(
        "a window that is a \(values[0].kind.name)", expected: "a number of points or a duration")
    }
    return .points(try points(least: 1))
  }

  private func decay() throws(LambdaError) -> EwmaDecay {
    switch values[0] {
    case .duration(let nanoseconds) where nanoseconds > 0:
      return .halfLife(nanoseconds: nanoseconds)
    case .float(let weight) where weight > 0 && weight <= 1:
      return .weight(weight)
    case .int(1):
      return .weight(1)
    default:
      throw wrong(
        "a weight of \(values[0].description)",
        expected: "a float above 0 and at most 1, or a duration (the half-life)")
    }
  }

  private func quantile() throws(LambdaError) -> Double {
    switch values[1] {
    case .float(let q) where (0...1).contains(q): return q
    case .int(let q) where q == 0 || q == 1: return Double(q)
    default:
      throw wrong(
        "a quantile of \(values[1].description)", expected: "a float between 0 and 1")
    }
  }

  private func wrong(_ what: String, expected: String) -> LambdaError {
    LambdaError(at: place, "\(name.rawValue) cannot take \(what)", expected: expected)
  }
}
