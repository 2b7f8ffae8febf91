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
  // touches it is either private to `run` or checks the thread.

  public let index: Int
  private let epoll: Int32
  private let wake: Int32

  private struct Inbox {
    var jobs: [UnownedJob] = []
    var actions: [@Sendable () -> Void] = []
    var isStopping = false
  }
  private let inbox = Lock(Inbox())
  private let threadMark = Atomic<UInt64>(0)
  /// When the present round began (monotonic nanoseconds); 0 while the loop waits. A watchdog reads it.
  private let busySince = Atomic<Int64>(0)
  private let roundCount = Atomic<UInt64>(0)
  private let connectionCount = Atomic<Int>(0)
  private let assignedCount = Atomic<Int>(0)
  private let stopped = Latch()
  /// Lets another thread send for this loop's connections while a handler is busy.
  private let lease = LoopLease()
  /// The connection whose turn it is; -1: none.
  private let current = Atomic<Int>(-1)

  // The loop's thread alone:
  private var slots: [ConnectionSlot] = []
  private var freeSlots: [Int] = []
  private var sources: [Int32: any EventSource] = [:]
  /// Connections whose turn was over before their work.
  private var again: [Int] = []
  private var entering: [Int] = []
  /// Connections that are read by the clock. Invariant: each is out of epoll, and its slot says `isPacedListed`.
  private var paced: [Int] = []
  private var timers = LoopTimers()
  private var spareJobs: [UnownedJob] = []
  private var spareActions: [@Sendable () -> Void] = []

  private static let eventsPerWait = 64
  private static let armed =
    KERNEL_READABLE.rawValue | KERNEL_PEER_ENDED.rawValue | KERNEL_EDGE_TRIGGERED
  /// Only while output waits for room: the peer makes room with each read, and whoever watches for it is woken by each
  /// answer that is taken, that is, once more for every round trip.
  private static let armedForRoom = armed | KERNEL_WRITABLE.rawValue
  private static let disarmed = KERNEL_EDGE_TRIGGERED
  /// Marks epoll data of a source: the low half is its descriptor.
  private static let sourceMark: UInt64 = 1 << 63
  /// Deadlines this near count as reached: waking up again would cost more than the difference.
  private static let dueSlack: Int64 = 5_000

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

  // MARK: - On the loop

  /// Watches a descriptor for reading, level-triggered, until `unwatch`.
  public func watch(_ descriptor: Int32, _ source: any EventSource) throws(SystemError) {
    checkIsolated()
    let code = kernel_epoll_add(
      epoll, descriptor, KERNEL_READABLE.rawValue,
      Self.sourceMark | UInt64(UInt32(bitPattern: descriptor)))
    guard code == 0 else { throw SystemError("epoll_ctl", code: code) }
    sources[descriptor] = source
  }

  /// Stops and resumes the reports of a watched descriptor.
  public func pauseWatching(_ descriptor: Int32, _ isPaused: Bool) {
    checkIsolated()
    _ = kernel_epoll_change(
      epoll, descriptor, isPaused ? 0 : KERNEL_READABLE.rawValue,
      Self.sourceMark | UInt64(UInt32(bitPattern: descriptor)))
  }

  /// To be called before the descriptor is closed: a duplicate of it elsewhere would keep epoll reporting it.
  public func unwatch(_ descriptor: Int32) {
    checkIsolated()
    if sources.removeValue(forKey: descriptor) != nil { _ = kernel_epoll_remove(epoll, descriptor) }
  }

  /// Runs an action on the loop at a monotonic time.
  public func schedule(at deadline: Int64, _ action: @escaping @Sendable () -> Void) {
    checkIsolated()
    timers.add(deadline, .action(action))
  }

  /// Begins to drive a connection; its first turn comes at once.
  func attach(_ actor: HandlerActor, descriptor: Int32, coalescing: Coalescing) throws(SystemError)
    -> Int
  {
    checkIsolated()
    let index: Int
    if let free = freeSlots.popLast() {
      index = free
    } else {
      index = slots.count
      slots.append(ConnectionSlot())
    }
    let code = kernel_epoll_add(epoll, descriptor, Self.armed, data(of: index))
    guard code == 0 else {
      freeSlots.append(index)
      throw SystemError("epoll_ctl", "connection", code: code)
    }
    slots[index].actor = actor
    slots[index].descriptor = descriptor
    slots[index].watched = Self.armed
    slots[index].coalescing = CoalescingState(coalescing)
    connectionCount.wrappingAdd(1, ordering: .relaxed)
    again.append(index)
    return index
  }

  /// Stops driving a connection. Its descriptor must still be open: a duplicate in the fd store would otherwise keep
  /// it in epoll.
  func detach(_ index: Int) {
    checkIsolated()
    guard slots[index].actor != nil else { return }
    _ = kernel_epoll_remove(epoll, slots[index].descriptor)
    slots[index].actor = nil
    slots[index].descriptor = -1
    slots[index].generation &+= 1
    slots[index].wakeTime = .max
    slots[index].timer = .max
    if !slots[index].isPacedListed { freeSlots.append(index) }
    connectionCount.wrappingSubtract(1, ordering: .relaxed)
  }

  /// Enters a connection after the others, without an event.
  func enterSoon(_ index: Int) {
    checkIsolated()
    again.append(index)
  }

  func coalescing(of index: Int) -> CoalescingState { slots[index].coalescing }

  // MARK: - While a handler is busy

  /// A handler takes over: until `takeBack`, the liveness thread may send for the connections of this loop.
  @inline(__always) func lend() { lease.lend() }
  @inline(__always) func takeBack() { lease.takeBack() }

  /// From the liveness thread: keeps every connection of this loop alive, where a handler holds the loop. Nothing
  /// happens where the loop itself is at work.
  func keepAlive() {
    guard lease.borrow() else { return }
    defer { lease.giveBack() }
    // The loop's thread is inside a handler and waits for the lease before it touches any of this.
    for slot in slots { if let actor = slot.actor { ActorEntry.keepAlive(actor) } }
  }

  /// From the liveness thread: blames what the loop is handling, and says what that is.
  func blameCurrent() -> String? {
    guard lease.borrow() else { return nil }
    defer { lease.giveBack() }
    let index = current.load(ordering: .relaxed)
    guard slots.indices.contains(index), let actor = slots[index].actor else { return nil }
    return ActorEntry.blame(actor)
  }

  // MARK: - The loop

  private func run() {
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
  private func afterFailedWait(_ code: Int32) {
    if code == EINTR { return }
    precondition(
      code != EBADF && code != EINVAL, "epoll_wait: \(SystemError("epoll_wait", code: code).reason)"
    )
    usleep(10_000)
  }

  /// Whether the loop is to end.
  private func runInbox() -> Bool {
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

  private func timeoutNanoseconds() -> Int64 {
    if !again.isEmpty { return 0 }
    var earliest = timers.earliest ?? .max
    for index in paced {
      if let due = slots[index].coalescing.due, due < earliest { earliest = due }
    }
    return earliest == .max ? -1 : max(0, earliest - kernel_monotonic_nanoseconds())
  }

  private func data(of index: Int) -> UInt64 {
    UInt64(slots[index].generation & 0x7fff_ffff) << 32 | UInt64(UInt32(index))
  }

  private func report(_ event: kernel_event, _ now: Int64) {
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

  private func enterAgain(_ now: Int64) {
    guard !again.isEmpty else { return }
    swap(&again, &entering)
    for index in entering { enter(index, 0, now) }
    entering.removeAll(keepingCapacity: true)
  }

  private func enter(_ index: Int, _ events: UInt32, _ now: Int64) {
    guard let actor = slots[index].actor else { return }
    current.store(index, ordering: .relaxed)
    let turn = ActorEntry.turn(actor, events, now)
    guard finish(turn, index) else { return }
    guard turn.verdict == .idle, !slots[index].coalescing.isPaced else { return }
    let decision = slots[index].coalescing.readEagerly(CoalescingState.Read(turn), at: now)
    if case .paced = decision { return pace(index) }
    watch(index, turn.hasUnsentOutput ? Self.armedForRoom : Self.armed)
  }

  /// Whether the connection is still there.
  private func finish(_ turn: Turn, _ index: Int) -> Bool {
    if turn.verdict == .closed { return false }
    if turn.verdict == .again { again.append(index) }
    slots[index].wakeTime = turn.wakeTime
    setTimer(index)
    return true
  }

  /// Sees to it that a timer fires at the connection's wake time or before. Most wake times are moved back long before
  /// they come (each stall of a busy connection has one), so one timer serves many: where it comes too early, it is set
  /// anew.
  private func setTimer(_ index: Int) {
    let wakeTime = slots[index].wakeTime
    guard wakeTime < slots[index].timer else { return }
    slots[index].timer = wakeTime
    timers.add(wakeTime, .connection(index: index, generation: slots[index].generation))
  }

  private func pace(_ index: Int) {
    watch(index, Self.disarmed)
    guard !slots[index].isPacedListed else { return }
    slots[index].isPacedListed = true
    paced.append(index)
  }

  /// What epoll reports of a connection from now on. What is so already, is reported at once.
  ///
  /// A connection that epoll does not take back would never be entered again: it ends.
  private func watch(_ index: Int, _ events: UInt32) {
    guard slots[index].watched != events else { return }
    let code = kernel_epoll_change(epoll, slots[index].descriptor, events, data(of: index))
    slots[index].watched = events
    guard code != 0, events != Self.disarmed, let actor = slots[index].actor else { return }
    actor.assumeIsolated { $0.fail(SystemError("epoll_ctl", "connection", code: code)) }
  }

  /// Reads the paced connections whose time has come, and those whose time has nearly come with them.
  private func enterPaced(_ now: Int64) {
    let isAnyDue = paced.contains {
      if let due = slots[$0].coalescing.due { return due <= now + Self.dueSlack }
      return true
    }
    guard isAnyDue else { return }
    var kept = 0
    for position in 0..<paced.count {
      let index = paced[position]
      if keepPaced(index, now) {
        paced[kept] = index
        kept += 1
      } else {
        slots[index].isPacedListed = false
        if slots[index].actor == nil { freeSlots.append(index) }
      }
    }
    paced.removeLast(paced.count - kept)
  }

  private func keepPaced(_ index: Int, _ now: Int64) -> Bool {
    guard let actor = slots[index].actor, slots[index].coalescing.isPaced else { return false }
    guard slots[index].coalescing.isDue(at: now) else { return true }
    current.store(index, ordering: .relaxed)
    let turn = ActorEntry.turn(actor, 0, now)
    guard finish(turn, index) else { return false }
    if turn.verdict == .again {
      slots[index].coalescing.leave(unpaid: false)
    } else if case .paced = slots[index].coalescing.readByClock(CoalescingState.Read(turn), at: now)
    {
      return true
    }
    watch(index, turn.hasUnsentOutput ? Self.armedForRoom : Self.armed)
    return false
  }

  private func fireTimers(_ now: Int64) {
    while let target = timers.popDue(at: now) {
      switch target {
      case .action(let action):
        action()
      case .connection(let index, let generation):
        guard slots[index].generation == generation else { continue }
        slots[index].timer = .max
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

extension CoalescingState.Read {
  fileprivate init(_ turn: Turn) {
    self.init(
      bytes: Int(turn.bytesReceived), points: Int(turn.points), isHungUp: turn.isHungUp,
      hasUnsentOutput: turn.hasUnsentOutput)
  }
}
