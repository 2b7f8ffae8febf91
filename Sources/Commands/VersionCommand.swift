import Daemon

enum VersionCommand: Command {
  static let manual = CommandManual(
    name: "version", summary: "print the version", example: "udfd version")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    context.output.print("udfd \(UDFDVersion.current)")
    return .success
  }
}
