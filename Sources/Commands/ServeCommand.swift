import Daemon

enum ServeCommand: Command {
  static let manual = CommandManual(
    name: "serve", summary: "serve the configured UDFs until a signal ends it",
    flags: [.config] + ModelServing.flags + Flag.daemonKeys,
    notes: """
      Flags come before environment variables, these before the file. SIGHUP reloads
      the configuration and the models; SIGTERM answers what was read, then ends.
      With --model no configuration file is read.
      """,
    example: """
      udfd serve --config udfd.toml --socket-directory /tmp/udfd
      udfd serve --model turbine.pkl --socket /tmp/turbine.sock
      """)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    var source = arguments.configurationSource(context)
    if let model = arguments.string("model") {
      let serving = try ModelServing(arguments, model: model)
      source = ConfigurationSource(
        file: "--model \(model)", environment: context.environment, flags: source.flags,
        contents: Array(serving.text.utf8))
    }
    try DaemonService.run(source, registry: context.registry)
    return .success
  }
}
