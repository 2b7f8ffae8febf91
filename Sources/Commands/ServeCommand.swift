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
    for flag in ModelServing.flags.map(\.name)
    where arguments.isSet(flag) && !arguments.isSet("model") {
      throw UsageError("--\(flag) is for --model FILE; a configuration says it itself")
    }
    if let model = arguments.string("model") {
      if arguments.isSet("config") { throw UsageError("--model and --config exclude each other") }
      let serving = try ModelServing(arguments, model: model)
      source = ConfigurationSource(
        file: "--model \(model)", environment: context.environment, flags: source.flags,
        contents: Array(serving.text.utf8))
      // There is nothing else that it could serve meanwhile.
      let problems = try CheckedConfiguration(source, registry: context.registry).problems
      for problem in problems { context.errors.print("udfd serve: \(problem)") }
      guard problems.isEmpty else { return .failure }
    }
    try DaemonService.run(source, registry: context.registry)
    return .success
  }
}
