import PlainText
import UDFWire

extension UDFSession {
  mutating func answerInfo() throws {
    sums.infos &+= 1
    try output.writer.write(.info(info.response))
  }

  mutating func answerKeepalive(_ request: KeepaliveRequest) throws {
    sums.keepalives &+= 1
    try output.writer.write(
      .keepalive(KeepaliveResponse(timeNanoseconds: request.timeNanoseconds)))
  }

  /// Answers Init, or leaves it for later.
  mutating func initialize(_ request: InitRequest) throws -> FrameOutcome {
    guard phase == .opening else {
      throw SessionFault.outOfTurn("a second Init came: the peer is not Kapacitor")
    }
    taskID = request.taskID
    nodeID = request.nodeID
    nameLog(request)
    do {
      if isBypassing { throw setAside() }
      let options = try Options(info.options, mentions: request.options)
      switch definition.readiness {
      case .waiting: return .waiting
      case .failed(let reason): throw HandlerError(reason)
      case .ready: try makeHandler(request, options)
      }
      phase = .running
      stateGeneration &+= 1
      sums.initialised &+= 1
      log.debug("the task is served")
      try output.writer.write(.initialize(InitResponse(success: true)))
    } catch {
      let text = OneLine.escaping("\(definition.name): \(error)")
      sums.initialiseRefused &+= 1
      log.warning("Init is refused: \(text)")
      refuse(text)
      try output.writer.write(.initialize(InitResponse(success: false, error: text)))
    }
    return .done
  }

  /// Makes a handler as Init asked for it.
  mutating func makeHandler(_ request: InitRequest, _ options: Options) throws {
    nameLog(request)
    let context = HandlerContext(
      udfName: definition.name, taskID: request.taskID, nodeID: request.nodeID, log: log,
      clock: services.clock, models: services.models, seed: configuration.seed)
    handler = try definition.makeHandler(options: options, context: context)
    initialization = request
    output.log = log
    // At most what a frame may be: a handler's claim must not keep points waiting for ever.
    outputBytesPerPoint = min(max(0, handler.outputBytesPerPoint), configuration.maximumFrameBytes)
  }

  /// From here on lines say which task they are about, those that refuse it, too.
  private mutating func nameLog(_ request: InitRequest) {
    log = HandlerLog(
      to: services.log, clock: services.clock, udf: definition.name, task: request.taskID,
      node: request.nodeID)
  }

  /// Kapacitor leaves a connection whose Init or Restore was refused open for ever: the session is
  /// finished, and its owner closes.
  mutating func refuse(_ text: String) {
    phase = .finished
    fault = .refused(text)
    stateGeneration &+= 1
  }

  mutating func stopHandler() {
    if phase == .running && inputTurn != .dropped {
      let mark = output.mark()
      do {
        try handler.stop(&output)
        if output.isOutOfTurn || output.writer.overflowed { output.takeBack(to: mark) }
      } catch {
        output.takeBack(to: mark)
        log.warning("the handler failed at the end of its input: \(OneLine.describing(error))")
      }
    }
    if inputTurn == nil {
      output.closeForgottenBatch()
    } else {
      output.closeBatch()
    }
    if phase != .finished {
      phase = .finished
      stateGeneration &+= 1
    }
  }

  mutating func wake(at timeNanoseconds: Int64) {
    // Not held against the time that is wanted: where input is repeated, the handler may have set that
    // by a later clock, and must be told at the same place nevertheless.
    guard phase == .running else { return }
    sums.timers &+= 1
    let mark = output.mark()
    do {
      try handler.timeReached(timeNanoseconds, &output)
      if output.isOutOfTurn { throw WireFault(.pointOutsideBatch, in: .output) }
    } catch {
      output.takeBack(to: mark)
      do { try output.note(error, of: "a time that it waited for") } catch {
        finish(.taskFailed(error.description))
      }
    }
    if output.writer.overflowed {
      output.takeBack(to: mark)
      finish(
        .taskFailed(
          "what the handler writes at once is larger than the output may be (max_frame_bytes)"))
    }
  }
}
