import PlainText
import UDFWire

extension UDFSession {
  /// The handler's state, wrapped so that it can be judged when it comes back; empty when there is
  /// none. Between two calls of `process` it stands for all input that was consumed.
  public mutating func checkpoint() throws -> [UInt8] { try envelope()?.encoded() ?? [] }

  /// The same for memory, where it needs no checksum, to be copied before the next call.
  public mutating func memoryCheckpoint() throws -> StatePieces {
    try envelope()?.encodedForMemory() ?? StatePieces()
  }

  private mutating func envelope() throws -> SnapshotEnvelope? {
    guard phase == .running, let snapshot = try handler.snapshot(), !snapshot.isEmpty else {
      return nil
    }
    return SnapshotEnvelope(
      handler: definition.name, layout: handler.stateLayout, snapshot: snapshot)
  }

  /// A snapshot that fails is answered by an empty one: the task goes on.
  mutating func answerSnapshot() throws {
    guard phase == .running else {
      throw SessionFault.outOfTurn("a snapshot is asked for before Init: the peer is not Kapacitor")
    }
    var bytes: [UInt8] = []
    do {
      if isBypassing { throw setAside() }
      bytes = try checkpoint()
      // The response around it takes some bytes of its own.
      guard bytes.count <= configuration.maximumFrameBytes - 16 else {
        throw SnapshotError(
          "it has \(bytes.count) bytes, over the limit of \(configuration.maximumFrameBytes)"
            + " (max_frame_bytes): keep less state")
      }
    } catch {
      bytes = []
      sums.snapshotsFailed &+= 1
      log.limited(
        .warning, kind: "snapshot", "no snapshot could be made: \(OneLine.describing(error))")
    }
    sums.snapshots &+= 1
    sums.snapshotBytes &+= UInt64(bytes.count)
    try output.writer.write(.snapshot(SnapshotResponse(snapshot: bytes)))
  }

  mutating func restore(_ request: RestoreRequest) throws {
    guard phase == .running else {
      throw SessionFault.outOfTurn("a Restore came before Init: the peer is not Kapacitor")
    }
    sums.restores &+= 1
    do {
      if isBypassing { throw setAside() }
      if !request.snapshot.isEmpty { try restoreHandler(request.snapshot) }
    } catch {
      let text = OneLine.describing(error)
      switch definition.restorePolicy {
      case .startClean: try startClean(text)
      case .fail: return try refuseRestore(text)
      }
      guard phase == .running else { return }
    }
    try output.writer.write(.restore(RestoreResponse(success: true)))
  }

  /// Gives the handler a state that was wrapped by `checkpoint`.
  mutating func restoreHandler(_ bytes: [UInt8], isStored: Bool = true) throws {
    let envelope = try SnapshotEnvelope(decoding: bytes, isStored: isStored)
    let layout = handler.stateLayout
    try envelope.check(handler: definition.name, layout: layout)
    if envelope.modelDigests != layout.modelDigests {
      log.warning("the restored state came about with other models than are loaded now")
    }
    try handler.restore(envelope.snapshot)
  }

  /// A handler that failed half way through a Restore is not to be trusted: a new one takes its place.
  private mutating func startClean(_ text: String) throws {
    sums.cleanStarts &+= 1
    log.warning("the task starts without its state: \(text)")
    guard let initialization else { return }
    do {
      try makeHandler(initialization, try Options(info.options, mentions: initialization.options))
    } catch { try refuseRestore(OneLine.describing(error)) }
  }

  private mutating func refuseRestore(_ text: String) throws {
    let text = OneLine.escaping("\(definition.name): \(text)")
    sums.restoreRefused &+= 1
    log.warning("Restore is refused: \(text)")
    refuse(text)
    try output.writer.write(.restore(RestoreResponse(success: false, error: text)))
  }
}
