import CKernel
import KapacitorUDF
import UDFWire

extension HandlerActor {
  /// How handling went.
  enum Handled {
    case nothing
    case worked
    /// Answers have to leave first.
    case needsRoom
  }

  /// Handles what is complete, as far as its answers have room, and publishes it.
  func handle(_ now: Int64) -> Handled {
    var result = Handled.nothing
    var isTidy = true
    while phase == .open || phase == .draining {
      if journal.pending == 0 { return journal.hasEnded ? endInput() : result }
      guard journal.isRoomy else { return .needsRoom }
      let input = journal.pendingBytes(tidily: isTidy)
      if suspicion != nil, let careful = processCarefully() {
        if careful.state == .waitingForDefinition {
          wait(now)
          return result
        }
        if careful.state == .finished {
          beginFlushing(.session)
          return .worked
        }
        guard careful.consumed > 0 else { return .needsRoom }
        result = .worked
        continue
      }
      let progress = process(input, tidily: isTidy)
      if progress.consumed > 0 || progress.state == .finished { result = .worked }
      switch progress.state {
      case .finished:
        beginFlushing(.session)
        return .worked
      case .waitingForDefinition:
        wait(now)
        return result
      case .needsOutputRoom:
        if progress.consumed > 0 { continue }
        if journal.unsent > 0 && !isTidy || journal.isOutboundSpilled { return .needsRoom }
        // With the whole ring to itself a session goes on (SessionConfiguration.outputRoomBytes).
        precondition(isTidy, "the session asks for more room than there is")
        isTidy = false
      case .needsInput:
        waiting = nil
        if input.count < journal.pending &+ progress.consumed {
          isTidy = progress.consumed > 0
          continue
        }
        if let bytes = progress.pendingFrameBytes, bytes > Journal.receiveBytes,
          !journal.isInboundSpilled
        {
          spillInbound(bytes)
        }
        if journal.hasEnded { return endInput() }
        return result
      }
    }
    return result
  }

  /// Lets the session handle input. Meanwhile the input is named in the journal, and the loop is lent to the liveness
  /// thread, should it take long.
  private func process(_ input: UnsafeRawBufferPointer, tidily isTidy: Bool) -> SessionProgress {
    var writer = self.writer(tidily: isTidy)
    journal.mark(input.count)
    let calls = session.handlerCalls
    loop.lend()
    let began = kernel_monotonic_nanoseconds()
    let progress = session.process(input, &writer)
    if session.handlerCalls != calls {
      counters.handlerTime.record(nanoseconds: kernel_monotonic_nanoseconds() - began)
    }
    loop.takeBack()
    publish(progress, &writer)
    journal.clearMark()
    return progress
  }

  func writer(tidily isTidy: Bool) -> ResponseWriter {
    let room = journal.outboundRoom(tidily: isTidy)
    // Unsafe because the writer's memory is the ring itself, which the journal keeps mapped while the writer lives.
    return ResponseWriter(
      base: room.baseAddress!, capacity: room.count, spill: journal.outboundSpill)
  }

  /// Publishes what a call of the session consumed and wrote, with the state it left: one store.
  /// - Parameter mustCheckpoint: the handler's state is taken now, whatever its interval says.
  func publish(
    _ progress: SessionProgress, _ writer: inout ResponseWriter, mustCheckpoint: Bool = false
  ) {
    let spilled = writer.spilledCount
    guard progress.consumed > 0 || writer.count > 0 || spilled > 0 || progress.state == .finished
    else { return }
    // What lay in the spill is not kept for replay.
    let wasSpilled = journal.isInboundSpilled
    journal.produce(writer.count, spilled: spilled)
    journal.consume(progress.consumed)
    if spilled > 0 { counters.add(.spills) }
    if progress.state == .finished { journal.record.flags |= JOURNAL_COMMIT_FINISHED.rawValue }
    if session.stateGeneration != storedStateGeneration { storeState() }
    if journal.keepsState { checkpointIfDue(mustCheckpoint || wasSpilled) }
    journal.commit()
  }

  private func storeState() {
    storedStateGeneration = session.stateGeneration
    let isStored = journal.stage(session: session.state.encoded())
    if !isStored {
      log.write(
        .warning,
        "its options and open batch take too much room in the journal: this connection would not survive a restart",
        udf: udf, task: session.taskID, node: session.nodeID)
    }
    label.current = ConnectionLabel.Value(
      taskID: session.taskID, nodeID: session.nodeID, isContinuous: isStored && journal.isLocked)
  }

  private func spillInbound(_ bytes: Int) {
    do {
      if journal.keepsState, session.phase == .running {
        checkpointIfDue(true)
        journal.commit()
      }
      try journal.spillInbound(frameOf: bytes)
      counters.add(.spills)
    } catch {
      log.write(
        .error, "a frame of \(bytes) bytes: \(error)", udf: udf, task: session.taskID,
        node: session.nodeID)
      beginFlushing(.session)
    }
  }

  /// The peer has half-closed and nothing complete is left: the handler's last chance to write.
  private func endInput() -> Handled {
    guard journal.isRoomy else { return .needsRoom }
    let isCut = journal.pending > 0
    var writer = self.writer(tidily: false)
    loop.lend()
    session.endOfInput(&writer)
    loop.takeBack()
    publish(SessionProgress(consumed: 0, state: .finished), &writer)
    beginFlushing(isCut ? .aborted("within a frame") : .finished)
    return .worked
  }

  func beginFlushing(_ ending: ConnectionEnding) {
    guard phase == .open || phase == .draining else { return }
    phase = .flushing
    self.ending = ending
  }
}
