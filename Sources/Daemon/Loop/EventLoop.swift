import CKernel
import Glibc
import Locks
import Synchronization

/// One thread and one epoll: the executor of the handler actors it drives.
///
/// Read, decode, handle, encode and write of a connection all happen here, with no hop and no `await`: the loop enters
/// an actor once for each readiness (`ActorEntry`). Other work of an actor (start, reload, drain) comes as jobs.
public final class EventLoop: SerialExecutor, @unchecked Sendable {
  // Unchecked, because what stands under "the loop's thread alone" is guarded by nothing but that; every method that
  // touches it is called by `run` alone or checks the thread.

  public let index: Int
  let epoll: Int32
  let wake: Int32

  struct Inbox {
    var jobs: [UnownedJob] = []
    var actions: [@Sendable () -> Void] = []
    var isStopping = false
  }
  let inbox = Lock(Inbox())
  let threadMark = Atomic<UInt64>(0)
  /// When the present round began (monotonic nanoseconds); 0 while the loop waits. A watchdog reads it.
  let busySince = Atomic<Int64>(0)
  let roundCount = Atomic<UInt64>(0)
  let connectionCount = Atomic<Int>(0)
  let assignedCount = Atomic<Int>(0)
  let stopped = Latch()
  /// Lets another thread send for this loop's connections while a handler is busy.
  let lease = LoopLease()
  /// An adopted connection repeats its input: `max_busy` does not count.
  let isRepeating = Atomic<Bool>(false)
  /// The connection whose turn it is; -1: none.
  let current = Atomic<Int>(-1)

  // The loop's thread alone:
  var slots: [ConnectionSlot] = []
  var freeSlots: [Int] = []
  var sources: [Int32: any EventSource] = [:]
  /// Connections whose turn was over before their work.
  var again: [Int] = []
  var entering: [Int] = []
  /// Connections that are read by the clock. Invariant: each is out of epoll, and its slot says `isPacedListed`.
  var paced: [Int] = []
  var timers = LoopTimers()
  var spareJobs: [UnownedJob] = []
  var spareActions: [@Sendable () -> Void] = []

  static let eventsPerWait = 64
  static let armed =
    KERNEL_READABLE.rawValue | KERNEL_PEER_ENDED.rawValue | KERNEL_EDGE_TRIGGERED
  /// Only while output waits for room: the peer makes room with each read, and whoever watches for it is woken by each
  /// answer that is taken, that is, once more for every round trip.
  static let armedForRoom = armed | KERNEL_WRITABLE.rawValue
  static let disarmed = KERNEL_EDGE_TRIGGERED
  /// Marks epoll data of a source: the low half is its descriptor.
  static let sourceMark: UInt64 = 1 << 63
  /// Deadlines this near count as reached: waking up again would cost more than the difference.
  static let dueSlack: Int64 = 5_000

  public init(index: Int) throws(SystemError) {
    self.index = index
    epoll = kernel_epoll_create()
    guard epoll >= 0 else { throw SystemError("epoll_create1", code: epoll) }
    wake = kernel_eventfd()
    guard wake >= 0 else {
      kernel_close(epoll)
      throw SystemError("eventfd", code: wake)
    }
    let added = kernel_epoll_add(
      epoll, wake, KERNEL_READABLE.rawValue, Self.sourceMark | UInt64(UInt32(bitPattern: wake)))
    guard added == 0 else {
      kernel_close(wake)
      kernel_close(epoll)
      throw SystemError("epoll_ctl", "eventfd", code: added)
    }
  }

  deinit {
    kernel_close(wake)
    kernel_close(epoll)
  }

  // MARK: - From any thread

  /// Starts the loop's thread.
  public func start() throws(SystemError) {
    try LoopThread.start { self.run() }
  }

  /// Ends the loop's thread after what is in its inbox. Its connections must have been closed.
  public func stop() {
    inbox.withLock { $0.isStopping = true }
    kernel_eventfd_raise(wake)
  }

  /// Returns once the loop's thread has done its last round.
  func waitUntilStopped() { stopped.wait() }

  /// Runs an action on the loop, soon.
  public func post(_ action: @escaping @Sendable () -> Void) {
    let wasEmpty = inbox.withLock { inbox in
      defer { inbox.actions.append(action) }
      return inbox.actions.isEmpty && inbox.jobs.isEmpty
    }
    if wasEmpty && !isOnLoop { kernel_eventfd_raise(wake) }
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let wasEmpty = inbox.withLock { inbox in
      defer { inbox.jobs.append(unowned) }
      return inbox.actions.isEmpty && inbox.jobs.isEmpty
    }
    if wasEmpty && !isOnLoop { kernel_eventfd_raise(wake) }
  }

  public var isOnLoop: Bool { kernel_thread_mark() == threadMark.load(ordering: .relaxed) }
  public func isIsolatingCurrentContext() -> Bool? { isOnLoop }
  public func checkIsolated() {
    precondition(isOnLoop, "an actor of loop \(index) was entered from another thread")
  }

  /// For how long the loop has been at one round of work; 0 while it waits. A stuck loop shows here.
  public func busyNanoseconds(at now: Int64) -> Int64 {
    let since = busySince.load(ordering: .relaxed)
    return since == 0 ? 0 : max(0, now - since)
  }

  /// Rounds of work so far.
  public var rounds: UInt64 { roundCount.load(ordering: .relaxed) }
  /// Connections that were given to the loop and have not ended: those on their way to it as well.
  var assigned: Int { assignedCount.load(ordering: .relaxed) }
  func assign() { assignedCount.wrappingAdd(1, ordering: .relaxed) }
  func unassign() { assignedCount.wrappingSubtract(1, ordering: .relaxed) }

  /// Connections that the loop drives.
  public var connections: Int { connectionCount.load(ordering: .relaxed) }

}
