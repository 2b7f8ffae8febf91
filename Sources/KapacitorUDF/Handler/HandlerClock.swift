import Glibc

/// The time of day as a handler may read it.
///
/// A reading may reach what a handler writes or logs. It must not reach its state: a restarted
/// process repeats the input, not the hour. State that depends on time takes it from the points or
/// from `timeReached`.
public protocol HandlerClock: Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  var nowNanoseconds: Int64 { get }
}

/// The machine's clock.
public struct SystemClock: HandlerClock {
  public init() {}

  public var nowNanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
