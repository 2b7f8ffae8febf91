import KapacitorUDF
import UDFWire

extension HandlerActor {
  /// Handles one frame, where an earlier process died on it or near it. A frame that is known to be fatal is kept for a
  /// person to look at and handled around the handler, by the UDF's policy.
  ///
  /// - Returns: nil when what was suspicious is over: go on in the usual way.
  func processCarefully() -> SessionProgress? {
    guard let suspicion, journal.record.consumed < suspicion.end, let frame = firstFrame() else {
      self.suspicion = nil
      return nil
    }
    var writer = self.writer(tidily: false)
    let isFatal = suspicion.isFatal && suspicion.names(journal.record.consumed, frame.count)
    journal.mark(frameOf: frame.count, suspicion)
    let progress: SessionProgress
    if isFatal {
      setAside(frame, suspicion)
      progress = session.bypass(frame, &writer)
    } else {
      loop.lend()
      progress = session.process(frame, &writer)
      loop.takeBack()
    }
    publish(progress, &writer, mustCheckpoint: isFatal)
    journal.clearMark()
    return progress
  }

  private func firstFrame() -> UnsafeRawBufferPointer? {
    let all = journal.pendingBytes(tidily: false)
    guard let extent = try? Framing.next(in: all, at: 0, limit: settings.maximumFrameBytes) else {
      return nil
    }
    return UnsafeRawBufferPointer(rebasing: all[0..<extent.end])
  }

  private func setAside(_ frame: UnsafeRawBufferPointer, _ suspicion: Suspicion) {
    // What the handler was when it died on the frame, for `udfd quarantine replay`.
    let state = journal.keepsState ? (try? session.checkpoint()) ?? [] : []
    let place = quarantine.keep(
      frame,
      QuarantinedContent(
        udf: udf, task: session.taskID, node: session.nodeID, deaths: suspicion.deaths,
        faults: suspicion.faults, session: session.state.encoded(), handlerState: state))
    log.write(
      .error,
      "the process died \(suspicion.deaths) times on one frame of \(frame.count) bytes: it is set aside"
        + (place.map { " in \($0)" } ?? "")
        + " and handled as on_error says; udfd quarantine shows it",
      udf: udf, task: session.taskID, node: session.nodeID)
  }
}
