import ModelRuntime

/// The daemon's metrics. How many series there are is bounded: by the configuration for UDFs, models and loops, by
/// `taskLimit` for tasks, of which Kapacitor makes as many as it likes.
enum MetricsDocument {
  /// Tasks of one UDF with series of their own; the others are summed as task `(others)`.
  static let taskLimit = 100

  static func families(_ status: ServiceStatus) -> [MetricFamily] {
    daemon(status) + loops(status) + udfs(status) + tasks(status) + models(status)
  }

  private static func daemon(_ status: ServiceStatus) -> [MetricFamily] {
    var build = MetricFamily(name: "udfd_build_info", kind: .gauge, help: "The version; always 1.")
    build.add(1.0, ("version", UDFDVersion.current))
    var uptime = MetricFamily(
      name: "udfd_uptime_seconds", kind: .gauge, help: "Seconds since the process started.")
    uptime.add(Double(status.uptimeNanoseconds) / 1e9)
    var generation = MetricFamily(
      name: "udfd_configuration_generation", kind: .gauge,
      help: "Grows with every reload that was applied.")
    generation.add(status.generation)
    var reload = MetricFamily(
      name: "udfd_last_reload_applied", kind: .gauge,
      help: "Whether the last reload was applied (1) or refused (0).")
    if let last = status.lastReload { reload.add(last.outcome.isApplied ? 1.0 : 0.0) }
    var continuity = MetricFamily(
      name: "udfd_continuity", kind: .gauge, help: "Whether connections outlive the process.")
    continuity.add(status.isContinuous ? 1.0 : 0.0)
    return [build, uptime, generation, reload, continuity]
  }

  private static func loops(_ status: ServiceStatus) -> [MetricFamily] {
    var rounds = MetricFamily(
      name: "udfd_loop_rounds", kind: .counter, help: "Rounds of work of an event loop.")
    var connections = MetricFamily(
      name: "udfd_loop_connections", kind: .gauge, help: "Connections of an event loop.")
    var busy = MetricFamily(
      name: "udfd_loop_busy_seconds", kind: .gauge,
      help: "Seconds for which an event loop has been at one round of work.")
    for loop in status.loops {
      let label = (name: "loop", value: String(loop.index))
      rounds.add(loop.rounds, label)
      connections.add(Double(loop.connections), label)
      busy.add(Double(loop.busyNanoseconds) / 1e9, label)
    }
    return [rounds, connections, busy]
  }

  private static func udfs(_ status: ServiceStatus) -> [MetricFamily] {
    var ready = MetricFamily(
      name: "udfd_udf_ready", kind: .gauge, help: "Whether a UDF takes new tasks.")
    var connections = MetricFamily(
      name: "udfd_udf_connections", kind: .gauge, help: "Running tasks that use a UDF.")
    var accepted = MetricFamily(
      name: "udfd_udf_accepted", kind: .counter, help: "Connections accepted.")
    var refused = MetricFamily(
      name: "udfd_udf_refused", kind: .counter, help: "Connections refused over a limit.")
    for udf in status.udfs {
      let label = (name: "udf", value: udf.status.name)
      if case .ready = udf.readiness { ready.add(1.0, label) } else { ready.add(0.0, label) }
      connections.add(Double(udf.status.connections.count), label)
      accepted.add(udf.status.accepted, label)
      refused.add(udf.status.refused, label)
    }
    let counters = ConnectionCounter.allCases.map { counter in
      var family = MetricFamily(
        name: "udfd_udf_\(counter.metricName)", kind: .counter, help: counter.help)
      for udf in status.udfs {
        family.add(
          counter.metricValue(udf.status.totals[counter]), ("udf", udf.status.name))
      }
      return family
    }
    return [ready, connections, accepted, refused] + counters
  }

  /// What is asked of single tasks: is it alive, does it keep up, does it fail.
  private static let taskCounters: [ConnectionCounter] = [
    .pointsIn, .pointsOut, .failures, .dropped, .missing, .stallNanoseconds, .adoptions,
  ]

  private static func tasks(_ status: ServiceStatus) -> [MetricFamily] {
    taskCounters.map { counter in
      var family = MetricFamily(
        name: "udfd_task_\(counter.metricName)", kind: .counter,
        help: counter.help + " Of one running task.")
      for udf in status.udfs {
        let label = (name: "udf", value: udf.status.name)
        for connection in udf.status.connections.prefix(taskLimit) {
          family.add(
            counter.metricValue(connection.counters[counter]), label,
            ("task", connection.taskID), ("node", connection.nodeID),
            ("connection", connection.identity.storeName))
        }
        let others = udf.status.connections.dropFirst(taskLimit)
        if !others.isEmpty {
          let sum = others.reduce(UInt64(0)) { $0 &+ $1.counters[counter] }
          family.add(counter.metricValue(sum), label, ("task", "(others)"))
        }
      }
      return family
    }
  }

  private static func models(_ status: ServiceStatus) -> [MetricFamily] {
    var info = MetricFamily(
      name: "udfd_model_info", kind: .gauge, help: "What a model is; always 1.")
    var generation = MetricFamily(
      name: "udfd_model_generation", kind: .gauge, help: "Grows with every model swapped in.")
    var load = MetricFamily(
      name: "udfd_model_load_seconds", kind: .gauge, help: "How long the model took to load.")
    var memory = MetricFamily(
      name: "udfd_model_memory_bytes", kind: .gauge, help: "Bytes that the model takes in memory.")
    var failed = MetricFamily(
      name: "udfd_model_failed", kind: .gauge, help: "Whether the model's last load failed.")
    for status in status.models {
      let label = (name: "model", value: status.name)
      generation.add(status.generation, label)
      failed.add(status.failure == nil ? 0.0 : 1.0, label)
      guard let metadata = status.model?.metadata else { continue }
      info.add(
        1.0, label, ("format", metadata.format), ("kind", metadata.kind),
        ("digest", metadata.digest))
      load.add(metadata.loadDuration / .seconds(1), label)
      memory.add(Double(metadata.memoryBytes), label)
    }
    return [info, generation, load, memory, failed]
  }
}
