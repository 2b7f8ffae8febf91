import Daemon
import Glibc
import KapacitorUDF
import PlainText

/// The frames of a quarantine directory, one line each.
struct QuarantineListing {
  private let directory: String
  private let isJSON: Bool
  private var entries: [QuarantineEntry] = []
  private var unreadable: [String] = []
  /// What serves each UDF today, where the configuration tells.
  private var handlers: [String: String] = [:]

  init(_ directory: String, _ arguments: Arguments, _ context: CommandContext) throws {
    self.directory = directory
    isJSON = arguments.isSet("json")
    try Self.checkReadable(directory)
    for file in QuarantinedFrame.list(in: directory) {
      do {
        entries.append(try QuarantineEntry(file, path: "\(directory)/\(file.name)"))
      } catch {
        unreadable.append("\(error)")
      }
    }
    let configuration = try? Configuration(
      arguments.configurationSource(context), registry: context.registry)
    for udf in configuration?.udfs ?? [] { handlers[udf.name] = udf.handler }
  }

  /// A directory that is not there holds nothing; one that may not be read must not look so.
  static func checkReadable(_ directory: String) throws {
    guard access(directory, R_OK | X_OK) != 0, errno == EACCES else { return }
    throw QuarantineError(
      description: "\(directory): only root and the daemon's own user may look: use sudo")
  }

  func print(_ context: CommandContext) {
    for problem in unreadable { context.errors.print(problem) }
    if isJSON { return context.output.print(JSONValue.list(entries.map(\.json)).text) }
    guard !entries.isEmpty else {
      return context.output.print("nothing was set aside in \(directory)")
    }
    var table = TextTable([
      "NAME", "TIME", "UDF", "HANDLER", "TASK", "NODE", "BYTES", "FRAME", "WHY",
    ])
    for entry in entries {
      table.rows.append(
        [
          String(entry.name.prefix { $0 != "." }), String(entry.time.prefix(19)) + "Z",
          entry.content.udf, handlers[entry.content.udf] ?? "-", entry.content.task,
          entry.content.node, "\(entry.bytes)", entry.kind, entry.reason,
        ].map { OneLine.escaping($0, maximumCharacters: 80) })
    }
    context.output.print(table.text)
  }
}
