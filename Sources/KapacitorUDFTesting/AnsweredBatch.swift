import UDFWire

/// A batch that a handler wrote, from its Begin to its End.
public struct AnsweredBatch: Sendable, Equatable {
  public var begin: BeginBatch
  public var points: [Point]
  public var end: EndBatch

  public init(begin: BeginBatch, points: [Point], end: EndBatch) {
    self.begin = begin
    self.points = points
    self.end = end
  }
}
