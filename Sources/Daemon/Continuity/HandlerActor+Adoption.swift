import CKernel
import KapacitorUDF
import UDFWire

extension HandlerActor {
  /// Goes on with a connection of another process: sends what was published, keeps the peer from giving up, and, once
  /// the definition is ready, makes its handler again and brings it to where it was.
  func adopt(_ now: Int64) -> Turn.Verdict {
    if case .lost(let ending) = send(now) { return end(ending) }
    let isFirst = nextKeepalive == 0
    if now >= nextKeepalive {
      nextKeepalive = now + DefinitionWait.keepaliveNanoseconds
      sendKeepalive()
    }
    switch definition.readiness {
    case .waiting: return .idle
    case .failed(let reason): return giveUp("\(udf) cannot be served: \(reason)")
    case .ready: break
    }
    // Repeating the input of one connection may take long: every connection of the loop is kept alive before that.
    if isFirst { return .again }
    do {
      try resume()
    } catch {
      return giveUp("\(error)")
    }
    return work(now)
  }

  /// A keepalive outside of what the handler produces. Nothing comes of it while output is unsent.
  func sendKeepalive() {
    journal.sendKeepalive(
      UDFSession.keepalive(timeNanoseconds: kernel_realtime_nanoseconds()), to: descriptor)
    counters.add(.unaskedKeepalives)
  }

  private func giveUp(_ reason: String) -> Turn.Verdict {
    log.write(
      .error,
      "a connection of an earlier process cannot go on: \(reason); restart its task in Kapacitor",
      udf: udf, task: session.taskID, node: session.nodeID)
    return end(.session)
  }

  private func resume() throws {
    let flags = journal.record.flags
    guard flags & JOURNAL_COMMIT_LOST_STATE.rawValue == 0 else {
      throw JournalError.damaged("the session's state had no room")
    }
    if flags & JOURNAL_COMMIT_FINISHED.rawValue != 0 {
      phase = .flushing
      ending = .session
      return
    }
    phase = .open
    guard let stored = try journal.storedSession() else { return takeUpSuspicion() }
    let state = try SessionState(decoding: stored)
    guard journal.keepsState, state.phase == .running else {
      try resume(state, [])
      return takeUpSuspicion()
    }
    guard let checkpoint = try journal.storedCheckpoint() else {
      throw JournalError.damaged("its last checkpoint failed")
    }
    try resume(try SessionState(decoding: checkpoint.session), checkpoint.handler)
    let suspicion = journal.takeUpMark()
    // Frames that were handled once and are fatal when they are repeated. A kill from outside is no sign of that: while a
    // long input is repeated, it can come as often as it likes.
    if let suspicion, suspicion.start < journal.record.consumed,
      suspicion.faults >= Suspicion.faultsToSetAside
    {
      throw JournalError.damaged(
        "the process died \(suspicion.faults) times while it repeated its input")
    }
    try replay()
    guard session.state == state else {
      throw JournalError.damaged(
        "its input, repeated, led elsewhere: the handler is not deterministic")
    }
    take(suspicion)
  }

  private func resume(_ state: SessionState, _ handler: [UInt8]) throws {
    session = try UDFSession(
      resuming: state, checkpoint: handler, definition: definition,
      configuration: SessionConfiguration(settings, connection: identity.number),
      services: services)
    storedStateGeneration = session.stateGeneration
    nextCheckpoint = 0
    label.current = ConnectionLabel.Value(
      taskID: session.taskID, nodeID: session.nodeID, isContinuous: journal.isLocked)
  }

  private func takeUpSuspicion() { take(journal.takeUpMark()) }

  private func take(_ suspicion: Suspicion?) {
    if let suspicion, suspicion.start == journal.record.consumed { self.suspicion = suspicion }
  }

  /// Gives the handler again what it had after its checkpoint: the same bytes and the same times, at the same places.
  /// What it writes has been sent, or is in the ring: it is thrown away. Meanwhile the loop is lent, so that the liveness
  /// thread keeps alive those whose turn has not come.
  private func replay() throws {
    journal.markReplay()
    loop.beginRepeating()
    defer {
      loop.endRepeating()
      journal.clearMark()
    }
    let kept = journal.keptBytes()
    let discard = DiscardedOutput()
    let start = journal.record.checkpoint_consumed
    var position = 0
    for input in try journal.storedInputs() {
      guard input.consumed >= start, input.consumed - start <= UInt64(kept.count) else {
        throw JournalError.damaged("timer input")
      }
      try replay(kept, &position, to: Int(input.consumed - start), discard)
      discard.take { writer in _ = session.timeReached(input.time, &writer) }
    }
    try replay(kept, &position, to: kept.count, discard)
  }

  private func replay(
    _ kept: UnsafeRawBufferPointer, _ position: inout Int, to end: Int, _ discard: DiscardedOutput
  ) throws {
    guard position <= end else { throw JournalError.damaged("timer input") }
    while position < end {
      let input = UnsafeRawBufferPointer(rebasing: kept[position..<end])
      var progress = SessionProgress(consumed: 0, state: .needsInput)
      discard.take { writer in progress = session.process(input, &writer) }
      guard progress.consumed > 0 else { throw JournalError.damaged("kept frames") }
      position += progress.consumed
    }
  }
}
