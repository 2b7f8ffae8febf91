import Daemon
import Handlers
import KapacitorPeer
import KapacitorUDF
import PlainText
import Settings
import UDFWire

/// The UDF that a replay goes through: behind a socket, or run in this very process.
struct ReplayTarget {
  /// Opens the connection of one task.
  let connect: Replay.Connect
  /// Asks for Info as Kapacitor does when it starts.
  let information: @Sendable () throws -> InfoResponse

  init(_ arguments: Arguments, _ context: CommandContext) throws {
    switch (arguments.string("socket"), arguments.string("udf")) {
    case (let path?, nil): self.init(socket: path)
    case (nil, let name?): self.init(try Self.configured(name, arguments, context))
    case (nil, nil): throw UsageError("which UDF? give --udf NAME or --socket PATH")
    case (_?, _?): throw UsageError("--udf and --socket exclude each other")
    }
  }

  private init(socket path: String) {
    connect = { settings, onData in
      try KapacitorTask(socket: path, settings: settings, onData: onData)
    }
    information = { try KapacitorTask.information(socket: path) }
  }

  private init(_ udf: InProcessUDF) {
    connect = { settings, onData in
      try KapacitorTask(adopting: try udf.connect(), settings: settings, onData: onData)
    }
    information = { try udf.information() }
  }

  /// A UDF of the configuration with its models loaded, as `serve` would have it.
  private static func configured(
    _ name: String, _ arguments: Arguments, _ context: CommandContext
  ) throws -> InProcessUDF {
    let checked = try CheckedConfiguration(
      arguments.configurationSource(context), registry: context.registry)
    let names = checked.configuration.udfs.map(\.name)
    guard let entry = checked.catalog[name] else {
      throw UsageError(
        "there is no [udf.\(name)] in \(checked.configuration.file); "
          + NearestName.suggestion(for: name, among: names))
    }
    if let problem = checked.problems.first { throw ReplayError(description: problem) }
    let services = HandlerServices(
      log: StandardErrorLog(minimumLevel: checked.configuration.daemon.logLevel),
      models: StoreModels(checked.store))
    return InProcessUDF(entry.definition, services: services)
  }
}

/// What keeps a replay from starting, in one line.
struct ReplayError: Error, CustomStringConvertible {
  let description: String
}
