import CKernel
import KapacitorUDF
import UDFWire

extension HandlerActor {
  /// Init waits for what its UDF needs. Kapacitor is kept from giving up meanwhile.
  func wait(_ now: Int64) {
    var wait =
      waiting
      ?? DefinitionWait(since: now, nextKeepalive: now + DefinitionWait.keepaliveNanoseconds)
    if now >= wait.nextKeepalive {
      wait.nextKeepalive = now + DefinitionWait.keepaliveNanoseconds
      writeKeepalive()
    }
    waiting = wait
  }

  /// Writes a keepalive that was not asked for. Between two calls of the session the output ends at a frame's border.
  func writeKeepalive() {
    let frame = UDFSession.keepalive(timeNanoseconds: kernel_realtime_nanoseconds())
    let room = journal.outboundRoom(tidily: false)
    guard room.count >= frame.count else { return }
    room.copyBytes(from: frame)
    journal.produce(frame.count, spilled: 0)
    journal.commit()
    counters.add(.unaskedKeepalives)
  }

  /// When the loop is to enter without an event (monotonic nanoseconds).
  func wakeTime(_ now: Int64) -> Int64 {
    var earliest = Int64.max
    if waiting != nil || phase == .adopting { earliest = now + DefinitionWait.checkNanoseconds }
    if stalledSince != 0, phase == .open {
      earliest = min(earliest, relief.time(of: stalledSince))
      if journal.receivable == 0 {
        earliest = min(earliest, stalledSince &+ StallRelief.giveUpNanoseconds)
      }
    }
    if let wanted = session.wakeTimeNanoseconds, phase == .open {
      let ahead = max(0, wanted - kernel_realtime_nanoseconds())
      earliest = min(earliest, now &+ ahead)
    }
    if phase == .open { earliest = min(earliest, rest.begins) }
    return earliest
  }

  /// Gives the handler the time that it wanted, once that has come. Its state may depend on it, so it goes into the
  /// journal as an input.
  func fireTimer(_ now: Int64) {
    guard phase == .open, let wanted = session.wakeTimeNanoseconds else { return }
    let time = kernel_realtime_nanoseconds()
    guard wanted <= time, journal.isRoomy, takeNote(of: time) else { return }
    var writer = self.writer(tidily: false)
    loop.lend()
    let progress = session.timeReached(time, &writer)
    loop.takeBack()
    publish(progress, &writer)
    // Nothing may have been written: the input is published all the same.
    journal.commit()
    if progress.state == .finished { beginFlushing(.session) }
  }

  private func takeNote(of time: Int64) -> Bool {
    guard journal.keepsState, journal.hasCheckpoint else { return true }
    if journal.isInputLogFull { checkpointIfDue(true) }
    guard journal.hasCheckpoint else { return true }
    do {
      try journal.append(timer: time)
      return true
    } catch {
      log.write(.error, "\(error)", udf: udf, task: session.taskID, node: session.nodeID)
      return false
    }
  }
}
