import CKernel
import KapacitorUDF
import Locks

/// Tells the service manager, at its rhythm, that the loops turn, what the daemon is doing, and that it needs more
/// time where it does.
final class ServiceTicker: Sendable {
  /// What the ticker asks at every tick.
  struct Report: Sendable {
    let statusLine: String
    /// For how long the busiest loop has been at one round of work.
    let busyNanoseconds: Int64
    let maximumBusyNanoseconds: Int64
    /// Loading, reloading or draining.
    let needsTime: Bool
  }

  private let manager: ServiceManager
  private let log: any LogSink
  private let report: @Sendable () -> Report
  private let ending = Latch()

  private static let longestIntervalNanoseconds: Int64 = 2_000_000_000

  init(
    _ manager: ServiceManager, log: any LogSink, report: @escaping @Sendable () -> Report
  ) {
    self.manager = manager
    self.log = log
    self.report = report
  }

  func start() throws(SystemError) {
    guard manager.isPresent else { return }
    // Three beats within the manager's interval: one may come late.
    let wanted = manager.watchdogNanoseconds.map { Int64(clamping: $0 / 3) }
    let interval = min(wanted ?? .max, Self.longestIntervalNanoseconds)
    try LoopThread.start { [self] in
      kernel_name_thread("udfd watchdog")
      run(interval)
    }
  }

  func stop() { ending.open() }

  private func run(_ interval: Int64) {
    var shown = ""
    var wasStuck = false
    while !ending.wait(until: kernel_monotonic_nanoseconds() + interval) {
      let report = report()
      let isStuck = report.busyNanoseconds > report.maximumBusyNanoseconds
      if isStuck && !wasStuck {
        log.write(
          .error,
          "an event loop has been busy for \(report.busyNanoseconds / 1_000_000_000) s, longer than max_busy: "
            + "the watchdog will restart the daemon")
      }
      wasStuck = isStuck
      if !isStuck { manager.alive() }
      if report.needsTime { manager.extendTimeout(seconds: 30) }
      if report.statusLine != shown {
        shown = report.statusLine
        manager.status(shown)
      }
    }
  }
}
