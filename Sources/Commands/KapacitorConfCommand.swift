import Daemon
import PlainText
import Settings

enum KapacitorConfCommand: Command {
  static let manual = CommandManual(
    name: "kapacitor-conf", summary: "print the lines for kapacitor.conf",
    operands: "[NAME ...]", operandCount: 0...10_000,
    flags: [
      .config,
      .option("timeout", "DURATION", "how long Kapacitor waits for an answer (default: 10s)"),
    ],
    notes: """
      Of the UDFs named, or of all. They belong under [udf.functions] of
      kapacitor.conf, which kapacitord reads when it starts.
      """,
    example: "udfd kapacitor-conf wind_turbine >> /etc/kapacitor/kapacitor.conf")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let source = arguments.configurationSource(context)
    let timeout = try arguments.duration("timeout") ?? 10_000_000_000
    // Kapacitor refuses a timeout of a millisecond or less, and one below a second cuts off a busy machine.
    guard timeout >= 1_000_000_000 else {
      throw UsageError("--timeout: expected at least 1s")
    }
    let configuration = try Configuration(source, registry: context.registry)
    let names = configuration.udfs.map(\.name)
    for name in arguments.operands where !names.contains(name) {
      throw UsageError(
        "there is no UDF \(QuotedText.of(name)); "
          + NearestName.suggestion(for: name, among: names))
    }
    let wanted = configuration.udfs.filter {
      arguments.operands.isEmpty || arguments.operands.contains($0.name)
    }
    for (index, udf) in wanted.enumerated() {
      if index > 0 { context.output.print("") }
      context.output.print(
        """
        [udf.functions.\(udf.name)]
          socket = \(QuotedText.of(udf.socketPath))
          timeout = "\(DurationText.go(nanoseconds: timeout))"
        """)
    }
    return .success
  }
}
