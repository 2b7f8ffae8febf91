enum CompletionsCommand: Command {
  static let manual = CommandManual(
    name: "completions", summary: "print what a shell needs to complete command lines of udfd",
    operands: "bash|zsh|fish", operandCount: 1...1,
    notes: "From the declarations by which command lines are parsed.",
    example: "udfd completions bash > /usr/share/bash-completion/completions/udfd",
    isHidden: true)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let manuals = CommandList.all.map { $0.manual }.filter { !$0.isHidden }
    switch arguments.operands[0] {
    case "bash": context.output.write(BashCompletions.script(manuals))
    case "zsh": context.output.write(ZshCompletions.script(manuals))
    case "fish": context.output.write(FishCompletions.script(manuals))
    default: throw UsageError("there are completions for bash, zsh and fish")
    }
    return .success
  }
}
