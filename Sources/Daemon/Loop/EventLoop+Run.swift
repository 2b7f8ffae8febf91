import CKernel
import Glibc
import Locks
import Synchronization

/// The loop's rounds.
extension EventLoop {
  func run() {
    threadMark.store(kernel_thread_mark(), ordering: .releasing)
    kernel_set_timer_slack(1)
    kernel_use_signal_stack()
    kernel_name_thread("udfd loop \(index)")
    let events = UnsafeMutablePointer<kernel_event>.allocate(capacity: Self.eventsPerWait)
    defer {
      events.deallocate()
      stopped.open()
    }
    while true {
      if runInbox() { return }
      let timeout = timeoutNanoseconds()
      busySince.store(0, ordering: .relaxed)
      let count = kernel_epoll_wait(epoll, events, Int32(Self.eventsPerWait), timeout)
      let now = kernel_monotonic_nanoseconds()
      busySince.store(now, ordering: .relaxed)
      roundCount.wrappingAdd(1, ordering: .relaxed)
      if count < 0 { afterFailedWait(-count) }
      enterAgain(now)
      for position in 0..<max(0, Int(count)) { report(events[position], now) }
      if !paced.isEmpty { enterPaced(now) }
      fireTimers(now)
    }
  }

  /// A signal is nothing; anything else must not become a busy loop.
  func afterFailedWait(_ code: Int32) {
    if code == EINTR { return }
    precondition(
      code != EBADF && code != EINVAL, "epoll_wait: \(SystemError("epoll_wait", code: code).reason)"
    )
    usleep(10_000)
  }

  /// Whether the loop is to end.
  func runInbox() -> Bool {
    while true {
      var isStopping = false
      inbox.withLock { inbox in
        swap(&inbox.jobs, &spareJobs)
        swap(&inbox.actions, &spareActions)
        isStopping = inbox.isStopping
      }
      if spareJobs.isEmpty && spareActions.isEmpty { return isStopping }
      for job in spareJobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
      spareJobs.removeAll(keepingCapacity: true)
      for action in spareActions { action() }
      spareActions.removeAll(keepingCapacity: true)
    }
  }

  func timeoutNanoseconds() -> Int64 {
    if !again.isEmpty { return 0 }
    var earliest = timers.earliest ?? .max
    for index in paced {
      if let due = slots[index].coalescing.due, due < earliest { earliest = due }
    }
    return earliest == .max ? -1 : max(0, earliest - kernel_monotonic_nanoseconds())
  }

  func report(_ event: kernel_event, _ now: Int64) {
    if event.data & Self.sourceMark != 0 {
      let descriptor = Int32(bitPattern: UInt32(truncatingIfNeeded: event.data))
      if descriptor == wake {
        kernel_eventfd_clear(wake)
      } else {
        sources[descriptor]?.ready(events: event.events, now: now)
      }
      return
    }
    let index = Int(UInt32(truncatingIfNeeded: event.data))
    // An event of a connection that ended in this very round.
    guard event.data == data(of: index) else { return }
    enter(index, event.events, now)
  }

  func enterAgain(_ now: Int64) {
    guard !again.isEmpty else { return }
    swap(&again, &entering)
    for index in entering { enter(index, 0, now) }
    entering.removeAll(keepingCapacity: true)
  }

  func fireTimers(_ now: Int64) {
    while let target = timers.popDue(at: now) {
      switch target {
      case .action(let action):
        action()
      case .connection(let index):
        guard slots[index].wakeTime <= now else {
          setTimer(index)
          continue
        }
        slots[index].wakeTime = .max
        enter(index, 0, now)
      }
    }
  }
}
