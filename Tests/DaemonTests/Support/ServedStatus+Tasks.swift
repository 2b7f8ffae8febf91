@testable import Daemon

extension ServedStatus {
  /// A UDF with so many running tasks, each of which got 7 points.
  static func ofTasks(_ count: Int, udf: String) -> ServedStatus {
    var counters = CounterValues()
    counters[.pointsIn] = 7
    let connections = (0..<count).map { index in
      ConnectionStatus(
        identity: ConnectionIdentity(number: UInt64(index + 1)), taskID: "task \(index)",
        nodeID: "node2", loop: 0, generation: 1, isContinuous: true, counters: counters)
    }
    return ServedStatus(
      status: UDFStatus(
        name: udf, socketPath: "/run/\(udf).sock", isListening: true, accepted: UInt64(count),
        refused: 0, totals: counters, connections: connections),
      handler: "mirror", readiness: .ready, generation: 1)
  }
}
