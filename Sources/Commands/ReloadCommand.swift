import Daemon

enum ReloadCommand: Command {
  static let manual = CommandManual(
    name: "reload", summary: "have a running daemon read its configuration and models again",
    flags: [
      .config, .option("control-socket", "PATH", "the daemon's control socket"),
      .flag("wait", "return when it is done; fail with the reason when it was refused"),
    ],
    notes: "All or nothing: a reload with any error in it changes nothing.",
    example: "udfd reload --wait")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let (path, warning) = ControlAddress.of(arguments.configurationSource(context))
    if let warning { context.errors.print("udfd reload: \(warning)") }
    context.output.print(try ControlClient.reload(at: path, wait: arguments.isSet("wait")))
    return .success
  }
}
