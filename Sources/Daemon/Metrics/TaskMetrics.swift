/// About running tasks: one series for each connection, up to a limit.
enum TaskMetrics {
  /// Tasks of one UDF with series of their own, in the order in which they came; the others are summed as task
  /// `(others)`.
  static let limit = 100

  /// What is asked of single tasks: is it alive, does it keep up, does it fail, what does it cost.
  private static let counters: [ConnectionCounter] = [
    .pointsIn, .pointsOut, .bytesIn, .bytesOut, .bursts, .failures, .dropped, .missing, .nonFinite,
    .stallNanoseconds, .pacedReads, .keepalives, .snapshots, .snapshotBytes, .adoptions,
  ]

  static func families(_ udfs: [ServedStatus]) -> [MetricFamily] {
    let handlerTime = family(
      "handler_seconds",
      "Seconds for which a task's points were read, handled and answered: its share of a loop.",
      udfs
    ) { Double($0.counters.handlerTime.sumNanoseconds) / 1e9 }
    return [handlerTime]
      + counters.map { counter in
        family(counter.metricName, counter.help + " Of one running task.", udfs) {
          counter.metricValue($0.counters[counter])
        }
      }
  }

  private static func family(
    _ name: String, _ help: String, _ udfs: [ServedStatus],
    _ value: (ConnectionStatus) -> Double
  ) -> MetricFamily {
    var family = MetricFamily(
      "udfd_task_\(name)", .counter, labels: ["udf", "task", "node", "connection"], help)
    for udf in udfs {
      // What has no task yet is Kapacitor asking for Info.
      let tasks = udf.status.connections.filter { !$0.taskID.isEmpty }
      for task in tasks.prefix(limit) {
        family.add(
          value(task), udf.status.name, task.taskID, task.nodeID, task.identity.storeName)
      }
      let others = tasks.dropFirst(limit)
      if !others.isEmpty {
        family.add(others.reduce(0) { $0 + value($1) }, udf.status.name, "(others)", "", "")
      }
    }
    return family
  }
}
