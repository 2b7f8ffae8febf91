import UDFWire

extension UDFSession {
  /// The room for an answer that is no point: the longest error text, or Info with some options. A
  /// longer one goes to the spill.
  private static let responseRoomBytes = 4096

  /// Output room that no answer has taken yet. None is left once something went to the spill: the
  /// caller sends first.
  var room: Int { output.writer.spilledCount > 0 ? 0 : output.writer.room }

  mutating func hasRoom(for kind: RequestKind, frameBytes: Int) -> Bool {
    if output.writer.spilledCount > 0 { return false }
    let needed =
      switch kind {
      case .point: frameBytes + outputBytesPerPoint
      case .begin, .end: frameBytes + outputBytesPerPoint
      case .keepalive: frameBytes + 16
      case .info, .initialize, .snapshot, .restore: Self.responseRoomBytes
      }
    // More than is ever offered is not waited for.
    return output.writer.room >= min(needed, configuration.outputRoomBytes)
  }
}
