enum VersionCommand: Command {
  static let manual = CommandManual(
    name: "version", summary: "print the version", example: "udfd version")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    context.output.print("udfd \(Version.current)")
    return .success
  }
}

/// The version of udfd. The changelog and the package follow it.
public enum Version {
  public static let current = "0.1.0"
}
