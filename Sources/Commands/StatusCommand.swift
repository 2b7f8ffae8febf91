import Daemon

enum StatusCommand: Command {
  static let manual = CommandManual(
    name: "status", summary: "show what a running daemon is doing",
    flags: [
      .config, .option("control-socket", "PATH", "the daemon's control socket"),
      .flag("json", "as JSON, for programs (docs/operations.md names its members)"),
    ],
    notes: "For root and the daemon's own user.", example: "udfd status --json")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let (path, warning) = ControlAddress.of(arguments.configurationSource(context))
    if let warning { context.errors.print("udfd status: \(warning)") }
    context.output.print(try ControlClient.status(at: path, asText: !arguments.isSet("json")))
    return .success
  }
}
