import UDFWire

/// What the session alone does with an output.
extension HandlerOutput {
  /// Takes the writer of one call, which has no idea of the calls before.
  mutating func takeUp(_ writer: inout ResponseWriter) {
    swap(&self.writer, &writer)
    self.writer.resume(provides: provides, openBatch: keptBatch)
    keptBatch = nil
    wasOutOfTurn = false
    updateRoute()
  }

  /// Gives the writer back, with everything written.
  mutating func giveBack(_ writer: inout ResponseWriter) {
    self.writer.flush()
    keptBatch = openBatch
    swap(&self.writer, &writer)
    route = .nowhere
  }

  /// The session's last word. Whether a batch is open no longer matters: Kapacitor throws the half of
  /// it away.
  mutating func writeLast(_ error: ErrorResponse) {
    // Nothing is left to do where there is no room even for this.
    try? writer.write(.error(error))
  }

  mutating func resume(
    inputBatch: BeginBatch?, openBatch: BeginBatch?, latestTimeNanoseconds: Int64
  ) {
    self.inputBatch = inputBatch
    keptBatch = openBatch
    self.latestTimeNanoseconds = latestTimeNanoseconds
  }
}
