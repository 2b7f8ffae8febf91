enum ReferenceCommand: Command {
  static let manual = CommandManual(
    name: "reference", summary: "print the configuration reference, docs/configuration.md",
    notes: "From the declarations by which the configuration is checked.",
    example: "udfd reference > docs/configuration.md", isHidden: true)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    context.output.write(ConfigurationReference.markdown(context.registry))
    return .success
  }
}
