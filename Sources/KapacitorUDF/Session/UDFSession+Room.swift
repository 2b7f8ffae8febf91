import UDFWire

extension UDFSession {
  /// The room for an answer that is no point: the longest error text, or Info with some options. A
  /// longer one goes to the spill.
  private static let responseRoomBytes = 4096

  /// Whether an answer to such a frame has room. What needs more than is ever offered is not waited
  /// for: it goes to the spill, unless something is there already, which has to leave first.
  mutating func hasRoom(for kind: RequestKind, frameBytes: Int) -> Bool {
    // A pending run takes room that the writer has not counted yet.
    output.writer.flush()
    if output.writer.spilledCount > 0 { return false }
    let needed =
      switch kind {
      case .point, .begin, .end: frameBytes + outputBytesPerPoint
      case .keepalive: frameBytes
      case .info, .initialize, .snapshot, .restore: Self.responseRoomBytes
      }
    return output.writer.room >= min(needed, configuration.outputRoomBytes)
  }
}
