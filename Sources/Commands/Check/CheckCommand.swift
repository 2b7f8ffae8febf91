import Daemon

enum CheckCommand: Command {
  static let manual = CommandManual(
    name: "check", summary: "check a configuration and its models, and show each UDF's signature",
    flags: [.config] + Flag.daemonKeys + [.flag("quiet", short: "q", "print errors only")],
    notes: """
      The exit status is 0 when `serve` or a reload would take it. Literals in the
      signatures are of the types that a TICKscript must write: 3.0 is a DOUBLE, 3 an
      INT.
      """,
    example: "udfd check --config udfd.toml")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let source = arguments.configurationSource(context)
    do {
      let checked = try CheckedConfiguration(source, registry: context.registry)
      for problem in checked.problems { context.errors.print(problem) }
      if !arguments.isSet("quiet") { context.output.write(CheckReport.text(checked)) }
      return checked.problems.isEmpty ? .success : .failure
    } catch {
      for problem in error.problems { context.errors.print("\(problem)") }
      return .failure
    }
  }
}
