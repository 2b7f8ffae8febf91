import KapacitorUDF
import ModelRuntime
import PlainText

/// `udfd status --json`. Names are only ever added: docs/operations.md lists them.
enum StatusDocument {
  static func json(_ status: ServiceStatus) -> JSONValue {
    [
      "version": .string(UDFDVersion.current),
      "process": .integer(Int64(status.process)),
      "phase": .string(status.phase),
      "uptime_seconds": .number(Double(status.uptimeNanoseconds / 1_000_000) / 1000),
      "configuration": .string(status.configuration.file),
      "generation": .count(status.generation),
      "last_reload": lastReload(status),
      "continuity": ["on": .boolean(status.isContinuous), "text": .string(status.continuity)],
      "memory_bytes": .integer(Int64(status.usage.residentBytes)),
      "processor_seconds": .number(Double(status.usage.processorNanoseconds) / 1e9),
      "handler_time_bounds_nanoseconds": .list(
        DurationBuckets.nanoseconds.map { .integer($0) }),
      "loops": .list(status.loops.map(loop)),
      "models": .list(status.models.map(model)),
      "udfs": .list(status.udfs.map(udf)),
      "warnings": .list(status.warnings.map(warning)),
    ]
  }

  private static func lastReload(_ status: ServiceStatus) -> JSONValue {
    guard let last = status.lastReload else { return .null }
    return [
      "time": .string(LogLine.time(last.realtimeNanoseconds)),
      "applied": .boolean(last.outcome.isApplied), "message": .string(last.outcome.message),
    ]
  }

  private static func warning(_ entry: RecentWarnings.Entry) -> JSONValue {
    let record = entry.record
    return [
      "time": .string(LogLine.time(entry.realtimeNanoseconds)),
      "level": .string("\(record.level)"), "udf": .string(record.udf),
      "task": .string(record.task), "node": .string(record.node),
      "message": .string(record.message),
    ]
  }

  private static func loop(_ loop: LoopStatus) -> JSONValue {
    [
      "index": .integer(Int64(loop.index)), "connections": .integer(Int64(loop.connections)),
      "rounds": .count(loop.rounds),
      "busy_milliseconds": .integer(loop.busyNanoseconds / 1_000_000),
    ]
  }

  private static func model(_ status: ModelStatus) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(status.name)), .init("path", .string(status.path)),
      .init("generation", .count(status.generation)),
      .init("failure", status.failure.map { .string($0) } ?? .null),
      .init("predictions", .count(status.predictions)),
    ]
    if let model = status.model {
      let metadata = model.metadata
      members += [
        .init("format", .string(metadata.format)), .init("library", .string(metadata.library)),
        .init("library_version", metadata.libraryVersion.map { .string($0) } ?? .null),
        .init("kind", .string(metadata.kind)), .init("kernel", .string(metadata.kernel)),
        .init("digest", .string(metadata.digest)),
        .init("memory_bytes", .integer(Int64(metadata.memoryBytes))),
        .init("load_milliseconds", .integer(Int64(metadata.loadDuration / .milliseconds(1)))),
        .init("inputs", .list(model.inputs.map { $0.name.map { .string($0) } ?? .null })),
        .init("outputs", .list(model.outputs.map { .string($0.name) })),
      ]
    }
    return .object(members)
  }

  private static func udf(_ served: ServedStatus) -> JSONValue {
    let status = served.status
    return [
      "name": .string(status.name), "handler": served.handler.map { .string($0) } ?? .null,
      "socket": .string(status.socketPath), "listening": .boolean(status.isListening),
      "readiness": .string(StatusText.readiness(served)),
      "generation": served.generation.map { .count($0) } ?? .null,
      "accepted": .count(status.accepted),
      "refused": .count(status.refused), "totals": counters(status.totals),
      "handler_time": handlerTime(status.totals.handlerTime),
      "connections": .list(status.connections.map(connection)),
    ]
  }

  private static func connection(_ connection: ConnectionStatus) -> JSONValue {
    [
      "id": .string(connection.identity.storeName), "task": .string(connection.taskID),
      "node": .string(connection.nodeID), "loop": .integer(Int64(connection.loop)),
      "generation": .count(connection.generation),
      "continuous": .boolean(connection.isContinuous), "counters": counters(connection.counters),
      "handler_time": [
        "count": .count(connection.counters.handlerTime.count),
        "sum_nanoseconds": .count(connection.counters.handlerTime.sumNanoseconds),
      ],
    ]
  }

  private static func handlerTime(_ values: DurationHistogramValues) -> JSONValue {
    [
      "count": .count(values.count), "sum_nanoseconds": .count(values.sumNanoseconds),
      "buckets": .list(values.counts.map { .count($0) }),
    ]
  }

  private static func counters(_ values: CounterValues) -> JSONValue {
    .object(
      ConnectionCounter.allCases.map { counter in
        .init(snakeCase("\(counter)"), .count(values[counter]))
      })
  }

  /// `pointsIn` is `points_in`, as metrics and configuration keys are written.
  static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      text += character.isUppercase ? "_" + character.lowercased() : String(character)
    }
  }
}
