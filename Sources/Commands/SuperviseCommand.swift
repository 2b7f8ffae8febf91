import Daemon
import KapacitorUDF

enum SuperviseCommand: Command {
  static let manual = CommandManual(
    name: "supervise",
    summary: "run `serve` and keep its connections over restarts, without systemd",
    flags: [.config] + Flag.daemonKeys,
    notes: """
      For containers: what systemd's descriptor store does, a small parent does here.
      The flags are those of `serve`. SIGHUP reloads; SIGUSR1 restarts with the
      binary that is then on disk, and no task is lost; SIGTERM stops both. A first
      start that fails ends it.
      """,
    example: "udfd supervise --config udfd.toml")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let flags = manual.flags.flatMap { flag in
      arguments.string(flag.name).map { ["--\(flag.name)", $0] } ?? []
    }
    let supervisor = try Supervisor(
      arguments: ["udfd", "serve"] + flags, environment: context.environment,
      log: StandardErrorLog())
    return supervisor.run() == 0 ? .success : .failure
  }
}
