import Glibc

/// Time that never jumps, in nanoseconds: what time-outs, rates and latencies are measured with.
public enum MonotonicClock {
  @inlinable
  public static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

/// The time of day, in nanoseconds since the epoch: what Kapacitor puts into a keepalive.
enum WallClock {
  static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

extension Duration {
  /// Whole nanoseconds, held at the ends of what 64 bits can say.
  public var clampedNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, overflowed) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, wrapped) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    guard !overflowed, !wrapped else { return seconds < 0 ? .min : .max }
    return sum
  }
}
