import Daemon

enum StatusCommand: Command {
  static let manual = CommandManual(
    name: "status", summary: "show what a running daemon is doing",
    flags: [
      .config, .option("control-socket", "PATH", "the daemon's control socket"),
      .flag("json", "as JSON, for programs (docs/operations.md names its members)"),
      .flag("watch", short: "w", "again and again, with rates; q or ctrl-C ends it"),
      .option("interval", short: "n", "SECONDS", "between two looks (default: 2)"),
      .option("count", "N", "looks, then end (default: without end)"),
    ],
    notes: """
      For root and the daemon's own user. --watch draws in place on a terminal, and
      prints a line for each UDF anywhere else.
      """,
    example: """
      udfd status
      udfd status --watch -n 1
      udfd status --json
      """)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let isWatching = arguments.isSet("watch")
    for flag in ["interval", "count"] where arguments.isSet(flag) && !isWatching {
      throw UsageError("--\(flag) is about --watch")
    }
    guard !isWatching || !arguments.isSet("json") else {
      throw UsageError("--watch and --json exclude each other")
    }
    let interval = try arguments.number("interval") ?? 2
    guard interval >= 0.1, interval <= 86_400 else {
      throw UsageError("--interval: expected seconds from 0.1 to 86400")
    }
    let count = try arguments.integer("count", in: 1...Int.max)
    let (path, warning) = ControlAddress.of(arguments.configurationSource(context))
    if let warning { context.errors.print("udfd status: \(warning)") }
    guard isWatching else {
      context.output.print(try ControlClient.status(at: path, asText: !arguments.isSet("json")))
      return .success
    }
    let watch = StatusWatch(
      controlSocket: path, intervalMilliseconds: Int64(interval * 1000),
      count: count)
    try watch.run(context.output)
    return .success
  }
}
