/// Isotonic regression: straight lines between points, constant beyond them.
struct InterpolatingEvaluator: Evaluator {
  /// Ascending.
  let places: [Double]
  let values: [Double]
  /// NaN beyond the points, instead of the outermost value.
  let isUndefinedOutside: Bool

  var inputCount: Int { 1 }
  var outputCount: Int { 1 }
  var memoryBytes: Int { places.count * 16 }
  var kernelDescription: String { "interpolation between \(places.count) points" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count { outputs[row] = interpolate(rows[row]) }
  }

  private func interpolate(_ place: Double) -> Double {
    let last = places.count - 1
    if place.isNaN { return .nan }
    if isUndefinedOutside && (place < places[0] || place > places[last]) { return .nan }
    if last == 0 { return values[0] }
    let clipped = min(max(place, places[0]), places[last])
    // The first point at or above, but never the very first: SciPy's interval.
    var low = 1
    var high = last
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < clipped { low = middle + 1 } else { high = middle }
    }
    let slope = (values[low] - values[low - 1]) / (places[low] - places[low - 1])
    return slope * (clipped - places[low - 1]) + values[low - 1]
  }
}
