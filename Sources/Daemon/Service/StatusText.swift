import KapacitorUDF
import ModelRuntime
import PlainText
import Settings

/// `udfd status` for people.
enum StatusText {
  static func text(_ status: ServiceStatus) -> String {
    var lines = [
      "udfd \(UDFDVersion.current), process \(status.process), \(status.phase) for "
        + "\(uptime(status.uptimeNanoseconds)), \(status.configuration.file)",
      status.continuity,
    ]
    if let last = status.lastReload {
      let verb = last.outcome.isApplied ? "applied" : "REFUSED"
      lines.append(
        "last reload \(LogLine.time(last.realtimeNanoseconds)) \(verb): \(last.outcome.message)")
    }
    lines += ["", udfTable(status).text]
    if !status.models.isEmpty { lines += ["", modelTable(status).text] }
    let failures = failures(status)
    if !failures.isEmpty { lines += [""] + failures }
    let tasks = taskTable(status)
    if !tasks.rows.isEmpty { lines += ["", tasks.text] }
    return lines.joined(separator: "\n")
  }

  private static func udfTable(_ status: ServiceStatus) -> TextTable {
    var table = TextTable([
      "UDF", "HANDLER", "STATE", "CONNECTIONS", "POINTS IN", "POINTS OUT", "FAILURES", "MISSING",
      "DROPPED",
    ])
    for udf in status.udfs {
      let totals = udf.status.totals
      let numbers = [
        UInt64(udf.status.connections.count), totals[.pointsIn], totals[.pointsOut],
        totals[.failures], totals[.missing], totals[.dropped],
      ]
      table.rows.append(
        [udf.status.name, udf.handler ?? "(removed)", state(udf)] + numbers.map { "\($0)" })
    }
    return table
  }

  private static func modelTable(_ status: ServiceStatus) -> TextTable {
    var table = TextTable(["MODEL", "GENERATION", "KIND", "MEMORY", "FILE"])
    for model in status.models {
      let kind =
        model.model?.metadata.kind ?? model.failure.map { _ in "FAILED" } ?? "loading"
      let memory = model.model.map { "\(($0.metadata.memoryBytes + 1023) / 1024) KiB" } ?? "-"
      table.rows.append([model.name, "\(model.generation)", kind, memory, model.path])
    }
    return table
  }

  /// What does not serve and why, one to a line: a reason in a table would make it as wide as the reason is long. A UDF
  /// that waits for a model that failed is in its table already.
  private static func failures(_ status: ServiceStatus) -> [String] {
    status.models.compactMap { model in
      model.model == nil ? model.failure.map { "FAILED: model \(model.name): \($0)" } : nil
    }
      + status.udfs.compactMap { udf in
        guard case .failed(let reason)? = udf.readiness, !reason.hasPrefix("model ") else {
          return nil
        }
        return "FAILED: udf \(udf.status.name): \(reason)"
      }
  }

  private static func taskTable(_ status: ServiceStatus) -> TextTable {
    var table = TextTable([
      "TASK", "NODE", "UDF", "STARTED UNDER", "POINTS IN", "POINTS OUT", "FAILURES",
    ])
    for udf in status.udfs {
      for connection in udf.status.connections where !connection.taskID.isEmpty {
        let counters = connection.counters
        table.rows.append([
          printable(connection.taskID), printable(connection.nodeID), udf.status.name,
          startedUnder(connection, udf), "\(counters[.pointsIn])", "\(counters[.pointsOut])",
          "\(counters[.failures])",
        ])
      }
    }
    return table
  }

  /// Whether a connection goes on with what a reload has replaced since.
  private static func startedUnder(_ connection: ConnectionStatus, _ udf: ServedStatus) -> String {
    connection.generation == udf.generation
      ? "this configuration" : "an earlier one (\(connection.generation))"
  }

  private static func state(_ udf: ServedStatus) -> String {
    if case .failed? = udf.readiness { "FAILED" } else { readiness(udf) }
  }

  static func readiness(_ udf: ServedStatus) -> String {
    switch udf.readiness {
    case .ready: "ready"
    case .waiting(let what): "waiting for \(what)"
    case .failed(let reason): "FAILED: \(reason)"
    case nil: "ending"
    }
  }

  /// Names that come from outside, as they can be shown on a terminal.
  private static func printable(_ name: String) -> String {
    let quoted = QuotedText.of(name)
    return quoted.count == name.count + 2 && !name.isEmpty ? name : quoted
  }

  private static func uptime(_ nanoseconds: Int64) -> String {
    let seconds = nanoseconds / 1_000_000_000
    if seconds < 60 { return "\(seconds)s" }
    if seconds < 3600 { return "\(seconds / 60)m\(seconds % 60)s" }
    if seconds < 86_400 { return "\(seconds / 3600)h\(seconds / 60 % 60)m" }
    return "\(seconds / 86_400)d\(seconds / 3600 % 24)h"
  }
}
