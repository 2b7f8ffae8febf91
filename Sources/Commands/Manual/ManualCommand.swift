enum ManualCommand: Command {
  static let manual = CommandManual(
    name: "manual", summary: "print a manual page: udfd(8) or udfd.toml(5)",
    operands: "8|5", operandCount: 1...1,
    notes: "From the declarations by which command lines and configurations are checked.",
    example: "udfd manual 8 | man -l -", isHidden: true)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    switch arguments.operands[0] {
    case "8": context.output.write(CommandsPage.roff(CommandList.all))
    case "5": context.output.write(ConfigurationPage.roff(context.registry))
    default: throw UsageError("there is 8, for udfd(8), and 5, for udfd.toml(5)")
    }
    return .success
  }
}
