extension TreeEnsemble {
  /// The number that decides at a node of numbers: a value, read and rounded, goes right exactly if
  /// it is above the cut. For Float values it is one that a Float holds.
  ///
  /// Rounding a threshold to the nearest Float instead would send the values next to it wrong.
  @inline(__always)
  func cut(at node: Int) -> Double {
    let threshold = nodes[node].threshold
    switch (inputPrecision, comparison) {
    case (.float64, .lessOrEqual): return threshold
    case (.float64, .less): return threshold.nextDown
    case (.float32, .lessOrEqual):
      // The largest Float that is not above the threshold.
      let nearest = Float(threshold)
      return Double(Double(nearest) > threshold ? nearest.nextDown : nearest)
    case (.float32, .less):
      // The largest Float below the threshold.
      let nearest = Float(threshold)
      return Double(Double(nearest) >= threshold ? nearest.nextDown : nearest)
    }
  }
}
