import Synchronization

/// While a handler is busy, the liveness thread may send for the loop's connections.
extension EventLoop {
  /// A handler takes over: until `takeBack`, the liveness thread may send for the connections of this loop.
  @inline(__always) func lend() { lease.lend() }
  @inline(__always) func takeBack() { lease.takeBack() }

  /// The same while an adopted connection repeats its input. That is many bursts' work, each of which took less than
  /// `max_busy` before: how long all of it takes is no sign of a fault.
  func beginRepeating() {
    isRepeating.store(true, ordering: .relaxed)
    lend()
  }

  func endRepeating() {
    takeBack()
    isRepeating.store(false, ordering: .relaxed)
  }

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
}
