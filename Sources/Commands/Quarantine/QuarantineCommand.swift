import Daemon
import KapacitorUDF
import PlainText

/// What the daemon has set aside: frames on which it died.
enum QuarantineCommand: Command {
  static let manual = CommandManual(
    name: "quarantine",
    summary: "list, show or try again the frames that killed the daemon",
    operands: "list | show NAME | replay NAME", operandCount: 1...2,
    flags: [
      .config, .option("state-directory", "DIR", "what the daemon keeps"),
      .flag("json", "list and show: as JSON, for programs"),
      .option("socket", short: "s", "PATH", "replay: to a running UDF (which may die of it)"),
      .option("timeout", "TIME", "replay: how long it may take (default: 30s)"),
      .flag("in-process", "replay: not in a child process, for a debugger"),
    ],
    notes: """
      NAME is a name that `list` shows, or its beginning; or a file, with a slash.
      `replay` gives the frame to the configured UDF as the task had it: the same
      options, the same state. It runs in a child, so that a crash is told, not met.
      """,
    example: """
      udfd quarantine list
      udfd quarantine replay 18a1c0
      """)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let source = arguments.configurationSource(context)
    let directory = Quarantine.directory(of: source)
    // What the user names has to be there; without it the standard directory is meant.
    if arguments.isSet("config"), !arguments.isSet("state-directory") {
      do { _ = try source.read() } catch {
        let reason = error.problems.first.map { "\($0)" } ?? source.file
        context.errors.print("udfd quarantine: \(reason); looking in \(directory)")
      }
    }
    let name = arguments.operands.dropFirst().first
    switch (arguments.operands[0], name) {
    case ("list", nil):
      try QuarantineListing(directory, arguments, context).print(context)
      return .success
    case ("show", let name?):
      let entry = try QuarantineEntry(named: name, in: directory)
      context.output.print(
        arguments.isSet("json") ? entry.json.text : FrameText(entry).lines.joined(separator: "\n"))
      return .success
    case ("replay", let name?):
      return try QuarantineReplay(
        try QuarantineEntry(named: name, in: directory), arguments, context
      ).run()
    case ("list", _?): throw UsageError("list takes no name")
    case ("show", nil), ("replay", nil):
      throw UsageError("\(arguments.operands[0]) which? `udfd quarantine list` names them")
    case (let word, _):
      throw UsageError("list, show or replay? found \"\(OneLine.escaping(word))\"")
    }
  }
}
