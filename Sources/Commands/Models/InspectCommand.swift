import ModelRuntime

/// `udfd inspect`: what a model file holds, or the one line why it is refused.
enum InspectCommand: Command {
  static let manual = CommandManual(
    name: "inspect", summary: "show what a model file holds and how it is served",
    operands: "FILE", operandCount: 1...1,
    flags: [.flag("json", "as JSON"), EngineFlag.flag],
    notes: "A file that udfd refuses is one line on standard error and exit status 1.",
    example: "udfd inspect turbine.pkl")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let path = arguments.operands[0]
    let model = try ModelLoader.load(path: path, engine: EngineFlag.engine(arguments))
    if arguments.isSet("json") {
      context.output.print(ModelDescription.json(model, path: path))
    } else {
      context.output.write(ModelDescription.text(model, path: path))
    }
    return .success
  }
}
