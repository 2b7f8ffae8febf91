import CKernel
import Synchronization

/// The connections that the loop drives. On its thread alone.
extension EventLoop {
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
      timers.appendSlot()
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
    timers.remove(slot: index)
    if !slots[index].isPacedListed { freeSlots.append(index) }
    connectionCount.wrappingSubtract(1, ordering: .relaxed)
  }

  /// Enters a connection after the others, without an event.
  func enterSoon(_ index: Int) {
    checkIsolated()
    again.append(index)
  }

  func coalescing(of index: Int) -> CoalescingState { slots[index].coalescing }

  func data(of index: Int) -> UInt64 {
    UInt64(slots[index].generation & 0x7fff_ffff) << 32 | UInt64(UInt32(index))
  }

  func enter(_ index: Int, _ events: UInt32, _ now: Int64) {
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
  func finish(_ turn: Turn, _ index: Int) -> Bool {
    if turn.verdict == .closed { return false }
    if turn.verdict == .again { again.append(index) }
    slots[index].wakeTime = turn.wakeTime
    setTimer(index)
    return true
  }

  /// Sees to it that a timer fires at the connection's wake time or before. Most wake times are moved back long before
  /// they come (each stall of a busy connection has one), so the timer stays where it was: where it comes too early, it
  /// is set anew.
  func setTimer(_ index: Int) {
    let wakeTime = slots[index].wakeTime
    guard wakeTime < timers.deadline(ofSlot: index) else { return }
    timers.set(wakeTime, forSlot: index)
  }

  /// What epoll reports of a connection from now on. What is so already, is reported at once.
  ///
  /// A connection that epoll does not take back would never be entered again: it ends.
  func watch(_ index: Int, _ events: UInt32) {
    guard slots[index].watched != events else { return }
    let code = kernel_epoll_change(epoll, slots[index].descriptor, events, data(of: index))
    slots[index].watched = events
    guard code != 0, events != Self.disarmed, let actor = slots[index].actor else { return }
    actor.assumeIsolated { $0.fail(SystemError("epoll_ctl", "connection", code: code)) }
  }
}

extension CoalescingState.Read {
  init(_ turn: Turn) {
    self.init(
      bytes: Int(turn.bytesReceived), points: Int(turn.points), isHungUp: turn.isHungUp,
      hasUnsentOutput: turn.hasUnsentOutput)
  }
}
