import KapacitorPeer
import UDFWire

/// The UDF that a replay goes through.
struct ReplayTarget {
  /// Opens the connection of one task.
  let connect: Replay.Connect
  /// Asks for Info as Kapacitor does when it starts.
  let information: @Sendable () throws -> InfoResponse

  init(_ arguments: Arguments, _ context: CommandContext) throws {
    guard let path = arguments.string("socket") else {
      throw UsageError("--socket PATH is missing")
    }
    connect = { settings, onData in
      try KapacitorTask(socket: path, settings: settings, onData: onData)
    }
    information = { try KapacitorTask.information(socket: path) }
  }
}
