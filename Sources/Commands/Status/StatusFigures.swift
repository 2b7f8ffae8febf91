import Daemon
import PlainText

/// What a status says that can be counted, at one moment.
struct StatusFigures: Sendable {
  struct UDF: Sendable {
    let name: String
    let readiness: String
    let tasks: [Task]
    let counters: Counters
  }

  struct Task: Sendable {
    let id: String
    let name: String
    let node: String
    let counters: Counters
  }

  struct Model: Sendable {
    let name: String
    let generation: Double
    let kind: String
    let predictions: Double
  }

  struct Counters: Sendable {
    private let values: JSONValue?
    let handlerNanoseconds: Double

    init(_ values: JSONValue?, handlerTime: JSONValue?) {
      self.values = values
      handlerNanoseconds = handlerTime?["sum_nanoseconds"]?.asNumber ?? 0
    }

    subscript(name: String) -> Double { values?[name]?.asNumber ?? 0 }
  }

  let version: String
  let process: Double
  let phase: String
  let uptimeSeconds: Double
  let continuity: String
  let lastReload: String?
  let memoryBytes: Double
  let processorSeconds: Double
  let udfs: [UDF]
  let models: [Model]
  /// The newest first.
  let warnings: [String]

  /// - Returns: nil for what is no status.
  init?(json text: String) {
    guard let status = JSONValue(parsing: text), let version = status["version"]?.asString,
      let uptime = status["uptime_seconds"]?.asNumber
    else { return nil }
    self.version = version
    process = status["process"]?.asNumber ?? 0
    phase = status["phase"]?.asString ?? ""
    uptimeSeconds = uptime
    continuity = status["continuity"]?["text"]?.asString ?? ""
    lastReload = status["last_reload"].flatMap { reload in
      reload["message"]?.asString.map {
        (reload["applied"]?.asBoolean == true ? "last reload: " : "last reload REFUSED: ") + $0
      }
    }
    memoryBytes = status["memory_bytes"]?.asNumber ?? 0
    processorSeconds = status["processor_seconds"]?.asNumber ?? 0
    udfs = (status["udfs"]?.elements ?? []).map(UDF.init)
    models = (status["models"]?.elements ?? []).map { model in
      Model(
        name: model["name"]?.asString ?? "", generation: model["generation"]?.asNumber ?? 0,
        kind: model["failure"]?.asString.map { "FAILED: \($0)" } ?? model["kind"]?.asString
          ?? "loading",
        predictions: model["predictions"]?.asNumber ?? 0)
    }
    warnings = (status["warnings"]?.elements ?? []).map { warning in
      ["time", "level", "udf", "task", "node", "message"]
        .compactMap { warning[$0]?.asString }.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }
}

extension StatusFigures.UDF {
  fileprivate init(_ udf: JSONValue) {
    name = udf["name"]?.asString ?? ""
    readiness = udf["readiness"]?.asString ?? ""
    counters = StatusFigures.Counters(udf["totals"], handlerTime: udf["handler_time"])
    tasks = (udf["connections"]?.elements ?? []).map { task in
      StatusFigures.Task(
        id: task["id"]?.asString ?? "", name: task["task"]?.asString ?? "",
        node: task["node"]?.asString ?? "",
        counters: StatusFigures.Counters(task["counters"], handlerTime: task["handler_time"]))
    }
  }
}
