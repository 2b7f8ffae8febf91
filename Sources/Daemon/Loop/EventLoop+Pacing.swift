import CKernel
import Synchronization

/// Connections that are read by the clock (`CoalescingState`).
extension EventLoop {
  func pace(_ index: Int) {
    watch(index, Self.disarmed)
    guard !slots[index].isPacedListed else { return }
    slots[index].isPacedListed = true
    paced.append(index)
  }

  /// Reads the paced connections whose time has come, and those whose time has nearly come with them.
  func enterPaced(_ now: Int64) {
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

  func keepPaced(_ index: Int, _ now: Int64) -> Bool {
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
}
