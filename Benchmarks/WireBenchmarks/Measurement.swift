import Glibc

/// Repeats a piece of work and keeps the best time, which noise on a shared machine only ever
/// raises.
struct Measurement {
  let name: String
  let nanosecondsPerPoint: Double

  /// - Parameters:
  ///   - points: how many points one call of `work` handles.
  ///   - repetitions: calls per trial.
  init(_ name: String, points: Int, repetitions: Int, trials: Int = 9, _ work: () -> Void) {
    var best = UInt64.max
    for _ in 0..<trials {
      let start = Self.now()
      for _ in 0..<repetitions { work() }
      best = min(best, Self.now() - start)
    }
    self.name = name
    nanosecondsPerPoint = Double(best) / Double(repetitions * points)
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// "mirror                  5.7 ns/point"
  var line: String {
    let tenths = Int((nanosecondsPerPoint * 10).rounded())
    let number = "\(tenths / 10).\(tenths % 10)"
    let gap = String(repeating: " ", count: max(1, 52 - name.count - number.count))
    return name + gap + number + " ns/point"
  }
}
