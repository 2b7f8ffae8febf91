import UDFWire

/// A batch that a `BatchCollector` has made of a stream. Valid during the call that gets it.
public struct CollectedBatch {
  /// Describes the batch as Kapacitor would: name, group and dimensions of the first point.
  public let begin: BeginBatch
  public let points: PointBurst
  public let end: EndBatch

  /// Writes the batch as it is.
  public func pass(_ output: inout HandlerOutput) throws {
    try output.begin(begin)
    for index in points.indices { output.pass(points[index]) }
    // Ends the run as well, which refers to the points' bytes.
    try output.end(end)
  }
}
