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
    guard phase == .open || phase == .draining else { return .nothing }
    var result = Handled.nothing
    var isTidy = true
    while phase == .open || phase == .draining {
      if journal.pending == 0 {
        if journal.hasEnded { return endInput() }
        return result
      }
      guard journal.isRoomy else { return .needsRoom }
      let input = journal.pendingBytes(tidily: isTidy)
      let room = journal.outboundRoom(tidily: isTidy)
      var writer = ResponseWriter(
        base: room.baseAddress!, capacity: room.count, spill: journal.outboundSpill)
      let progress = session.process(input, &writer)
      publish(progress, &writer)
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

  /// Publishes what a call of the session consumed and wrote, with the state it left: one store.
  func publish(_ progress: SessionProgress, _ writer: inout ResponseWriter) {
    let spilled = writer.spilledCount
    guard progress.consumed > 0 || writer.count > 0 || spilled > 0 || progress.state == .finished
    else { return }
    journal.produce(writer.count, spilled: spilled)
    journal.consume(progress.consumed)
    if spilled > 0 { counters.add(.spills) }
    if progress.state == .finished { journal.record.flags |= JOURNAL_COMMIT_FINISHED.rawValue }
    if session.stateGeneration != storedStateGeneration { storeState() }
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
    let room = journal.outboundRoom(tidily: false)
    var writer = ResponseWriter(
      base: room.baseAddress!, capacity: room.count, spill: journal.outboundSpill)
    session.endOfInput(&writer)
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
