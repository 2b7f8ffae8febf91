/// About event loops.
enum LoopMetrics {
  static func families(_ loops: [LoopStatus]) -> [MetricFamily] {
    var rounds = MetricFamily(
      "udfd_loop_rounds", .counter, labels: ["loop"], "Rounds of work of an event loop.")
    var connections = MetricFamily(
      "udfd_loop_connections", .gauge, labels: ["loop"], "Connections of an event loop.")
    var busy = MetricFamily(
      "udfd_loop_busy_seconds", .gauge, labels: ["loop"],
      "Seconds for which an event loop has been at one round of work.")
    for loop in loops {
      let label = String(loop.index)
      rounds.add(loop.rounds, label)
      connections.add(UInt64(loop.connections), label)
      busy.add(Double(loop.busyNanoseconds) / 1e9, label)
    }
    return [rounds, connections, busy]
  }
}
