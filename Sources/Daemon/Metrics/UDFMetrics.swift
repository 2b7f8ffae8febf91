/// About UDFs: the sums over their connections, ended ones included.
enum UDFMetrics {
  static func families(_ udfs: [ServedStatus]) -> [MetricFamily] {
    var ready = MetricFamily(
      "udfd_udf_ready", .gauge, labels: ["udf"], "Whether a UDF takes new tasks.")
    var connections = MetricFamily(
      "udfd_udf_connections", .gauge, labels: ["udf"], "Connections of running tasks.")
    var accepted = MetricFamily(
      "udfd_udf_accepted", .counter, labels: ["udf"], "Connections accepted.")
    var refused = MetricFamily(
      "udfd_udf_refused", .counter, labels: ["udf"], "Connections refused over a limit.")
    var handlerTime = MetricFamily(
      "udfd_udf_handler_seconds", .histogram, labels: ["udf"],
      "How long each burst or batch took to be read, handled and answered, in seconds.")
    for udf in udfs {
      let (name, status) = (udf.status.name, udf.status)
      if case .ready = udf.readiness { ready.add(true, name) } else { ready.add(false, name) }
      connections.add(UInt64(status.connections.count), name)
      accepted.add(status.accepted, name)
      refused.add(status.refused, name)
      handlerTime.add(status.totals.handlerTime, name)
    }
    let counters = ConnectionCounter.allCases.map { counter in
      var family = MetricFamily(
        "udfd_udf_\(counter.metricName)", .counter, labels: ["udf"], counter.help)
      for udf in udfs {
        family.add(counter.metricValue(udf.status.totals[counter]), udf.status.name)
      }
      return family
    }
    return [ready, connections, accepted, refused, handlerTime] + counters
  }
}
