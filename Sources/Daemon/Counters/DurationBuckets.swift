/// The bounds of a histogram of handling times: 1, 2 and 5 in each decade from a microsecond (a burst of a linear model)
/// to ten seconds (Kapacitor's usual timeout).
public enum DurationBuckets {
  /// Upper bounds, inclusive.
  public static let nanoseconds: [Int64] = [
    1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
    1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000, 200_000_000,
    500_000_000, 1_000_000_000, 2_000_000_000, 5_000_000_000, 10_000_000_000,
  ]

  /// One for each bound, and one for what is above all of them.
  public static let count = 23

  /// The bucket of a duration. Comparisons and no table, since this runs for every burst.
  @inline(__always)
  static func index(of nanoseconds: Int64) -> Int {
    // Invariant: the same bounds as `nanoseconds`; a test compares them.
    var bucket = 0
    var bound: Int64 = 1_000
    while bucket < 21 {
      if nanoseconds <= bound { return bucket }
      if nanoseconds <= bound &* 2 { return bucket &+ 1 }
      if nanoseconds <= bound &* 5 { return bucket &+ 2 }
      bound = bound &* 10
      bucket = bucket &+ 3
    }
    return nanoseconds <= bound ? 21 : 22
  }
}
