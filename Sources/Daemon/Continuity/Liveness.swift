import CKernel
import Glibc
import KapacitorUDF
import Locks

/// Keeps the tasks of a loop alive while a handler holds it for longer than Kapacitor would wait.
///
/// Kapacitor counts any answer: what was published is finished, and keepalives follow at frames' borders. A handler
/// beyond `maximumBusyNanoseconds` cannot be stopped by itself: what it is handling is marked as a fault, and the process
/// aborts. Where nothing keeps the connections, that would cost all of them, so it is only said.
final class Liveness: Sendable {
  private let house: DaemonHouse
  private let maximumBusyNanoseconds: Int64
  private let isStopped = Latch()

  private static let roundNanoseconds: Int64 = 250_000_000
  /// A loop that is busy for this long is helped, and again each time it has passed. Far below any timeout that Kapacitor
  /// is configured with in practice.
  private static let helpNanoseconds: Int64 = 1_000_000_000

  init(_ house: DaemonHouse, maximumBusyNanoseconds: Int64) throws(SystemError) {
    self.house = house
    self.maximumBusyNanoseconds = maximumBusyNanoseconds
    try LoopThread.start { [house, isStopped] in
      kernel_name_thread("udfd liveness")
      var helped: [Int: Int64] = [:]
      while !isStopped.wait(until: kernel_monotonic_nanoseconds() + Self.roundNanoseconds) {
        Self.look(house, maximumBusyNanoseconds, &helped)
      }
    }
  }

  func stop() { isStopped.open() }

  private static func look(_ house: DaemonHouse, _ limit: Int64, _ helped: inout [Int: Int64]) {
    let now = kernel_monotonic_nanoseconds()
    for loop in house.allLoops {
      let busy = loop.busyNanoseconds(at: now)
      guard busy >= helpNanoseconds else {
        helped[loop.index] = nil
        continue
      }
      if limit > 0 && busy >= limit && !loop.isRepeating.load(ordering: .relaxed) {
        giveUp(loop, busy, house)
      }
      if now - (helped[loop.index] ?? .min / 2) >= helpNanoseconds {
        helped[loop.index] = now
        loop.keepAlive()
      }
    }
  }

  private static func giveUp(_ loop: EventLoop, _ busy: Int64, _ house: DaemonHouse) {
    guard house.store.isOn else {
      let what = "a handler has been busy for \(busy / 1_000_000_000) s, longer than max_busy"
      return house.limitedLog.write(.error, kind: "busy \(loop.index)", what)
    }
    guard let what = loop.blameCurrent() else { return }
    house.log.write(
      .error,
      "a handler has been busy for \(busy / 1_000_000_000) s, longer than max_busy, with \(what): the process starts anew, and every other connection goes on"
    )
    abort()
  }
}
