import Daemon

enum ReferenceCommand: Command {
  static let manual = CommandManual(
    name: "reference", summary: "print a reference: configuration (the default) or metrics",
    operands: "[WHAT]", operandCount: 0...1,
    notes: """
      From the declarations by which the configuration is checked, for
      docs/configuration.md, and metrics are written, for docs/metrics.md.
      """,
    example: "udfd reference > docs/configuration.md", isHidden: true)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    switch arguments.operands.first ?? "configuration" {
    case "configuration":
      context.output.write(ConfigurationReference.markdown(context.registry))
    case "metrics": context.output.write(MetricsReference.markdown())
    case let other:
      throw UsageError("there is no reference of \"\(other)\"; known: configuration, metrics")
    }
    return .success
  }
}
