import UDFWire

extension UDFSession {
  mutating func beginBatch(_ batch: BeginBatch) throws {
    guard phase == .running else {
      throw SessionFault.outOfTurn("a batch begins before Init: the peer is not Kapacitor")
    }
    guard info.wants == .batch else {
      throw SessionFault.outOfTurn(
        "a batch begins, but this UDF wants a stream: restart kapacitord, which asks for a UDF's"
          + " edges at its own start")
    }
    guard inputTurn == nil else {
      throw SessionFault.outOfTurn("a batch begins inside another: the peer is not Kapacitor")
    }
    sums.batchesIn &+= 1
    handlerCalls &+= 1
    stateGeneration &+= 1
    output.inputBatch = batch
    inputTurn = .handled
    let mark = output.mark()
    do {
      if isBypassing { throw setAside() }
      try handler.beginBatch(batch, &output)
      if output.isOutOfTurn { throw WireFault(.pointOutsideBatch, in: .output) }
    } catch {
      output.takeBack(to: mark)
      try output.note(error, of: "the begin of a batch")
      if output.policy == .pass && info.provides == .batch {
        try output.begin(batch)
        inputTurn = .passed
      } else {
        inputTurn = .dropped
      }
    }
  }

  mutating func endBatch(_ batch: EndBatch) throws {
    guard let turn = inputTurn else {
      throw SessionFault.outOfTurn("a batch ends that was not begun: the peer is not Kapacitor")
    }
    stateGeneration &+= 1
    switch turn {
    case .handled: try endHandledBatch(batch)
    case .passed: try output.end(batch)
    case .dropped: break
    }
    inputTurn = nil
    output.inputBatch = nil
    output.latestPoint = nil
    output.latestTimeNanoseconds = batch.maximumTimeNanoseconds
    output.closeForgottenBatch()
  }

  private mutating func endHandledBatch(_ batch: EndBatch) throws {
    let mark = output.mark()
    handlerCalls &+= 1
    do {
      if isBypassing { throw setAside() }
      try handler.endBatch(batch, &output)
      if output.isOutOfTurn { throw WireFault(.pointOutsideBatch, in: .output) }
    } catch {
      output.takeBack(to: mark)
      try output.note(error, of: "the end of a batch")
      if output.isBatchOpen { try output.end(batch) }
    }
    if output.writer.overflowed {
      output.takeBack(to: mark)
      throw TaskFailure(
        "what the handler writes at the end of a batch is larger than the output may be"
          + " (max_frame_bytes): answer less at once")
    }
  }
}
