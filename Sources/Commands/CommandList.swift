/// Every command, in the order in which `udfd --help` lists them.
enum CommandList {
  static let all: [any Command.Type] = [
    BenchCommand.self, InspectCommand.self, PredictCommand.self, ReplayCommand.self,
    VersionCommand.self,
  ]
}
