import Locks

/// Runs one reload at a time on a thread of its own. Requests that come while one runs share the next.
final class ReloadQueue: Sendable {
  private struct State {
    var isRunning = false
    var waiting: [@Sendable (ReloadOutcome) -> Void] = []
  }

  private let state = Lock(State())

  /// - Parameters:
  ///   - work: one reload; blocks as long as it takes.
  ///   - completed: called once, on the queue's thread.
  func request(
    _ work: @escaping @Sendable () -> ReloadOutcome,
    _ completed: @escaping @Sendable (ReloadOutcome) -> Void
  ) {
    let mustStart = state.withLock { state in
      state.waiting.append(completed)
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard mustStart else { return }
    do {
      try LoopThread.start { [self] in run(work) }
    } catch {
      let outcome = ReloadOutcome(isApplied: false, message: "\(error)")
      for completed in takeWaiting(ending: true) { completed(outcome) }
    }
  }

  private func run(_ work: @Sendable () -> ReloadOutcome) {
    while true {
      let requests = takeWaiting(ending: false)
      if requests.isEmpty { return }
      let outcome = work()
      for completed in requests { completed(outcome) }
    }
  }

  /// Those who wait now. When there are none, the queue comes to rest under the same lock, so that no request is
  /// lost between.
  private func takeWaiting(ending: Bool) -> [@Sendable (ReloadOutcome) -> Void] {
    state.withLock { state in
      defer { state.waiting = [] }
      if ending || state.waiting.isEmpty { state.isRunning = false }
      return state.waiting
    }
  }
}
