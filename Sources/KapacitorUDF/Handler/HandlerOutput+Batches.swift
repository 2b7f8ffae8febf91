import UDFWire

extension HandlerOutput {
  /// The batch that has been begun and not ended.
  public var openBatch: BeginBatch? { writer.openBatch }

  public var isBatchOpen: Bool { writer.isBatchOpen }

  /// Begins a batch. One that is still open is ended first. The size is a hint for Kapacitor, which
  /// allocates for it: a negative or absurd one is sent as 0, unknown.
  ///
  /// - Throws: `WireFault` where a stream is provided.
  public mutating func begin(_ batch: BeginBatch) throws {
    closeForgottenBatch()
    try writer.begin(batch)
    latestPoint = nil
    latestTimeNanoseconds = 0
    counters.batches &+= 1
    updateRoute()
  }

  /// Ends the open batch. Kapacitor takes the batch's name, tags and time from here.
  ///
  /// - Throws: `WireFault` when none is open.
  public mutating func end(_ batch: EndBatch) throws {
    try writer.end(batch)
    updateRoute()
  }

  /// Ends a batch that the handler left open where it may not stay open.
  mutating func closeForgottenBatch() {
    guard isBatchOpen, let batch = openBatch else { return }
    counters.batchesClosedForHandler &+= 1
    log.limited(
      .warning, kind: "forgotten end",
      "the handler left a batch of \(batch.name) open; it was ended for it: call end")
    closeBatch()
  }

  mutating func closeBatch() {
    guard let batch = openBatch else { return }
    settleLatestTime()
    // Cannot be refused: a batch is open, and its End is no larger than its Begin was.
    try? end(EndBatch(of: batch, maximumTimeNanoseconds: latestTimeNanoseconds))
  }
}
