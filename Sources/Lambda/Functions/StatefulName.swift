/// The stateful functions by name, before their parameters are known.
enum StatefulName: String, Sendable, CaseIterable {
  case count, sigma, spread, lag, diff, rate, elapsed, streak, ewma, zscore
  case rollingMean, rollingSum, rollingStd, rollingMin, rollingMax, rollingMedian, rollingQuantile

  /// Whether Kapacitor has it.
  var isKapacitors: Bool { self == .count || self == .sigma || self == .spread }

  /// Of the arguments in front: the values that change from point to point. Those behind are
  /// parameters, which must be constants.
  var valueCount: Int {
    switch self {
    case .count, .elapsed: 0
    default: 1
    }
  }
}
