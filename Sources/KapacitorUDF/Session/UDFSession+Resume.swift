import PlainText
import UDFWire

extension UDFSession {
  /// What another process needs to go on with this session, as of the last call.
  public var state: SessionState {
    SessionState(
      udfName: definition.name, phase: phase, initialization: initialization,
      inputTurn: inputTurn, inputBatch: output.inputBatch, openBatch: output.keptBatch,
      latestTimeNanoseconds: output.latestTimeNanoseconds)
  }

  /// Goes on with a session of another process. Nothing is written: Kapacitor has had its answers.
  ///
  /// - Parameters:
  ///   - state: what `state` was there.
  ///   - checkpoint: what `checkpoint()` was there at the same place of the input; empty for a handler
  ///     without state.
  /// - Throws: `SessionFault` when the state belongs to another UDF, or the handler does not take it
  ///   up: close the connection.
  /// - Precondition: the definition is ready, where the state is past Init.
  public init(
    resuming state: SessionState, checkpoint: [UInt8], definition: any UDFDefinition,
    configuration: SessionConfiguration = SessionConfiguration(),
    services: HandlerServices = HandlerServices()
  ) throws(SessionFault) {
    self.init(definition: definition, configuration: configuration, services: services)
    guard state.udfName == definition.name else {
      throw .refused(
        "the session's state is of UDF \(OneLine.escaping(state.udfName)), not of \(definition.name)"
      )
    }
    if let request = state.initialization {
      taskID = request.taskID
      nodeID = request.nodeID
      do {
        try makeHandler(request, try Options(info.options, mentions: request.options))
        if !checkpoint.isEmpty { try restoreHandler(checkpoint, isStored: false) }
      } catch {
        throw .refused("\(definition.name): cannot go on: \(OneLine.describing(error))")
      }
    }
    phase = state.phase
    inputTurn = state.inputTurn
    output.resume(
      inputBatch: state.inputBatch, openBatch: state.openBatch,
      latestTimeNanoseconds: state.latestTimeNanoseconds)
    if phase == .running { wakeTimeNanoseconds = handler.wakeTimeNanoseconds }
  }
}
