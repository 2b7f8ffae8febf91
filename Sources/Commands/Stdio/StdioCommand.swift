import Daemon
import KapacitorUDF

enum StdioCommand: Command {
  static let manual = CommandManual(
    name: "stdio",
    summary: "serve one UDF over standard input and output, as Kapacitor's child process",
    operands: "NAME", operandCount: 1...1, flags: [.config] + Flag.daemonKeys,
    notes: """
      For kapacitor.conf:
        [udf.functions.NAME]
          prog = "/usr/bin/udfd"
          args = ["stdio", "NAME", "--config", "/etc/udfd/udfd.toml"]
          timeout = "10s"
      The log goes to standard error. Every task that uses the UDF has a process and
      its models of its own: prefer `serve` where there are several.
      """,
    example: "udfd stdio wind_turbine --config udfd.toml")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let source = arguments.configurationSource(context)
    let name = arguments.operands[0]
    let agent = try StdioAgent(udf: name, source: source, registry: context.registry)
    return agent.run() ? .success : .failure
  }
}
