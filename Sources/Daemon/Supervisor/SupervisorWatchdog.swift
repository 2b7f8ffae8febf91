/// When a child that has said nothing is taken for stuck, as by systemd's WatchdogSec.
struct SupervisorWatchdog {
  static let variable = "WATCHDOG_USEC"
  /// As the unit has it; a handler that keeps its loop is given up after max_busy, which is the daemon's own affair.
  private static let usualNanoseconds: Int64 = 90_000_000_000

  /// 0: nobody watches.
  let limitNanoseconds: Int64
  /// Monotonic; .max: nothing is awaited.
  private(set) var time: Int64 = .max

  /// - Parameter environment: the variable in it, in microseconds, sets another limit; 0: none.
  init(environment: [String: String]) {
    let given = environment[Self.variable].flatMap { Int64($0) }.map {
      $0.multipliedReportingOverflow(by: 1_000)
    }
    guard let given, !given.overflow, given.partialValue >= 0 else {
      limitNanoseconds = Self.usualNanoseconds
      return
    }
    limitNanoseconds = given.partialValue
  }

  /// Begins with the first word of the child: models may take any time to load before.
  mutating func fed(at now: Int64) {
    if limitNanoseconds > 0 { time = now + limitNanoseconds }
  }

  mutating func stop() { time = .max }

  func isOver(at now: Int64) -> Bool { now >= time }
}
