import CKernel
import KapacitorUDF

extension HandlerActor {
  func end(_ ending: ConnectionEnding) -> Turn.Verdict {
    self.ending = ending
    return close()
  }

  /// Ends the connection: marks the journal, leaves the loop, shuts both directions down (the fd store's duplicate
  /// would otherwise keep the peer waiting), and lets the owner forget it.
  func close() -> Turn.Verdict {
    guard phase != .closed else { return .closed }
    phase = .closed
    journal.markClosed()
    leaveLoop()
    _ = kernel_shutdown(descriptor)
    log.write(
      ending.level, "the connection ends: \(ending.description)", udf: udf, task: session.taskID,
      node: session.nodeID)
    // The owner adds them to the totals: what this very turn did must be among them.
    publishCounters()
    owner.connectionEnded(self)
    kernel_close(descriptor)
    return .closed
  }

  /// What was read is answered, a half-close is honoured, then the connection ends.
  func drain() {
    guard phase == .open || phase == .adopting else { return }
    ending = .drained
    phase = phase == .open && waiting == nil ? .draining : .flushing
    enterSoon()
  }

  /// Ends the connection now, whatever is owed.
  func abandon() {
    guard phase != .closed else { return }
    _ = end(.drained)
  }

  /// The loop cannot drive it any longer.
  func fail(_ error: SystemError) {
    guard phase != .closed else { return }
    _ = end(.system(error))
  }

  /// Leaves the connection to the next process: neither shut down nor closed for good, with a last keepalive where the
  /// output is at a frame's border.
  func handOver() {
    guard phase != .closed else { return }
    phase = .closed
    sendKeepalive()
    journal.freeze()
    leaveLoop()
    owner.connectionHandedOver(self)
    kernel_close(descriptor)
  }

  /// A new generation of models serves from the next burst on, and who waited for one need wait no longer.
  func modelsChanged() {
    guard phase != .closed else { return }
    if phase == .open {
      session.modelsChanged()
      // What comes now is handled by other models: a replay must not begin before them.
      if journal.keepsState, session.phase == .running {
        checkpointIfDue(true)
        journal.commit()
      }
    }
    enterSoon()
  }

  private func leaveLoop() {
    journal.leaveThread()
    if let slot { loop.detach(slot) }
    slot = nil
  }

  private func enterSoon() {
    if let slot { loop.enterSoon(slot) }
  }
}
