import Daemon
import Handlers
import KapacitorPeer
import KapacitorUDF
import PlainText
import Settings
import UDFWire

/// The UDF that a replay goes through: behind a socket, or run in this very process.
struct ReplayTarget {
  /// What people call it.
  let name: String
  /// Opens the connection of one task.
  let connect: Replay.Connect
  /// Asks for Info as Kapacitor does when it starts.
  let information: @Sendable () throws -> InfoResponse

  init(_ arguments: Arguments, _ context: CommandContext) throws {
    switch (arguments.string("socket"), arguments.string("udf")) {
    case (let path?, nil): self.init(socket: path)
    case (nil, let name?):
      try self.init(
        configured: name, arguments.configurationSource(context), registry: context.registry)
    case (nil, nil): throw UsageError("which UDF? give --udf NAME or --socket PATH")
    case (_?, _?): throw UsageError("--udf and --socket exclude each other")
    }
  }

  init(socket path: String) {
    name = path
    connect = { settings, onData in
      try KapacitorTask(socket: path, settings: settings, onData: onData)
    }
    information = { try KapacitorTask.information(socket: path) }
  }

  /// A UDF of a configuration with its models loaded, as `serve` would have it.
  init(configured name: String, _ source: ConfigurationSource, registry: HandlerRegistry) throws {
    let checked = try CheckedConfiguration(source, registry: registry)
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
    let udf = InProcessUDF(entry.definition, services: services)
    self.name = name
    connect = { settings, onData in
      try KapacitorTask(adopting: try udf.connect(), settings: settings, onData: onData)
    }
    information = { try udf.information() }
  }
}

/// What keeps a replay from starting, in one line.
struct ReplayError: Error, CustomStringConvertible {
  let description: String
}
