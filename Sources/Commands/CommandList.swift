/// Every command, in the order in which `udfd --help` lists them.
enum CommandList {
  static let all: [any Command.Type] = [
    ServeCommand.self,
    CheckCommand.self,
    TestCommand.self,
    TryCommand.self,
    StatusCommand.self,
    ReloadCommand.self,
    KapacitorConfCommand.self,
    DoctorCommand.self,
    QuarantineCommand.self,
    SuperviseCommand.self,
    StdioCommand.self,
    InspectCommand.self,
    PredictCommand.self,
    EvalCommand.self,
    ReplayCommand.self,
    BenchCommand.self,
    VersionCommand.self,
    ReferenceCommand.self,
    ManualCommand.self,
    CompletionsCommand.self,
  ]
}
