import KapacitorUDF
import Locks
import UDFWire

@testable import KapacitorPeer

/// A UDF at the end of a task that keeps every point it sees.
final class CollectingUDF: UDFDefinition {
  let name = "collect"
  let info: UDFInfo
  private let kept = Monitor([Point]())

  init(wants: EdgeType = .stream) { info = UDFInfo(wants: wants, provides: wants) }

  var points: [Point] { kept.withLock { $0 } }

  func clear() { kept.withLock { $0 = [] } }

  fileprivate func keep(_ point: Point) { kept.withLock { $0.append(point) } }

  func makeHandler(
    options: Options, context: HandlerContext
  ) throws -> any TaskHandler & ~Copyable { Collector(owner: self) }

  /// Serves it at a socket.
  func listen(at path: String) throws -> ListeningUDF {
    try ListeningUDF(InProcessUDF(self), at: path)
  }
}

private struct Collector: TaskHandler {
  let owner: CollectingUDF

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    owner.keep(try point.decoded())
    output.pass(point)
  }
}
