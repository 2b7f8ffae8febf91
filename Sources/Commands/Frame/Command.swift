/// One of udfd's commands. To add one: a file with a type that conforms, and a line in `CommandList`.
public protocol Command: Sendable {
  /// Name, summary, flags, operands and example: what is parsed, and what `--help` shows.
  static var manual: CommandManual { get }

  /// Does it. What it throws is printed as one line, `udfd NAME: DESCRIPTION`, with exit status 1;
  /// a `UsageError` with exit status 2.
  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus
}
