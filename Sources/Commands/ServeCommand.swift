import Daemon

enum ServeCommand: Command {
  static let manual = CommandManual(
    name: "serve", summary: "serve the configured UDFs until a signal ends it",
    flags: [.config] + Flag.daemonKeys,
    notes: """
      Flags come before environment variables, these before the file. SIGHUP reloads
      the configuration and the models; SIGTERM answers what was read, then ends.
      """,
    example: "udfd serve --config udfd.toml --socket-directory /tmp/udfd")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    try DaemonService.run(arguments.configurationSource(context), registry: context.registry)
    return .success
  }
}
