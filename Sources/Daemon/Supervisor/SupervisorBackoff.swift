/// When the child is started again: at once after one that had been ready, slower and slower after those that never
/// were.
struct SupervisorBackoff {
  private static let leastNanoseconds: Int64 = 50_000_000
  private static let mostNanoseconds: Int64 = 30_000_000_000
  /// Tasks last for Kapacitor's timeout, 10 s as a rule: while their connections are kept, there is no time to lose.
  private static let mostWhileKeepingNanoseconds: Int64 = 1_000_000_000
  /// A process that was killed says nothing of how it would have started.
  private static let mostWhenKilledNanoseconds: Int64 = 200_000_000

  /// Monotonic; 0: now.
  private(set) var time: Int64 = 0
  /// The child that was started last.
  var lastProcess: Int32 = 0
  private var failures: Int64 = 0

  mutating func started(_ now: Int64) { time = .max }

  mutating func ended(_ now: Int64) {
    failures = 0
    time = now
  }

  /// It had never been ready.
  mutating func failed(_ now: Int64, isKilled: Bool, isKeeping: Bool) {
    let most =
      isKilled
      ? Self.mostWhenKilledNanoseconds
      : isKeeping ? Self.mostWhileKeepingNanoseconds : Self.mostNanoseconds
    time = now + min(most, Self.leastNanoseconds << min(failures, 20))
    failures += 1
  }
}
