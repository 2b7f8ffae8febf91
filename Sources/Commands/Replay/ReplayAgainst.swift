import Daemon
import Glibc
import Handlers
import KapacitorPeer
import PlainText
import Settings

/// What `--against` names: the other version of the UDF, or answers that it gave before.
struct ReplayAgainst {
  private enum Source {
    case answers(String)
    case target(ReplayTarget)
  }

  /// As it was written.
  let name: String
  private let source: Source

  init(_ arguments: Arguments, _ context: CommandContext) throws {
    let text = arguments.string("against") ?? ""
    name = text
    source = try Self.source(text, arguments, context)
  }

  private static func source(
    _ text: String, _ arguments: Arguments, _ context: CommandContext
  ) throws -> Source {
    var status = stat()
    let exists = stat(text, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFSOCK { return .target(ReplayTarget(socket: text)) }
    switch text.split(separator: ".").last {
    case "csv", "lp", "line", "influx":
      guard exists else { throw missing(text) }
      return .answers(text)
    case "toml":
      guard exists else { throw missing(text) }
      let source = ConfigurationSource(file: text, environment: context.environment)
      return .target(
        try ReplayTarget(
          configured: try udf(arguments, for: "a configuration"), source,
          registry: context.registry))
    default:
      return .target(try model(text, arguments, context))
    }
  }

  /// The same UDF, with another file in its model's place: `FILE`, or `MODEL=FILE` where it has several.
  private static func model(
    _ text: String, _ arguments: Arguments, _ context: CommandContext
  ) throws -> ReplayTarget {
    let udf = try udf(arguments, for: "a model file")
    let configured = arguments.configurationSource(context)
    let catalog = try CheckedConfiguration(configured, registry: context.registry).catalog
    let models = (catalog[udf]?.definition as? any ModelUser)?.modelNames ?? []
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let isNamed = parts.count == 2 && models.contains(parts[0])
    let path = isNamed ? parts[1] : text
    guard access(path, F_OK) == 0 else {
      guard parts.count == 2, access(parts[1], F_OK) == 0 else { throw missing(path) }
      throw UsageError(
        "--against: UDF \(udf) uses no model \(parts[0]); "
          + NearestName.suggestion(for: parts[0], among: models))
    }
    var status = stat()
    guard stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR else {
      throw UsageError("--against: \(path) is a directory; name the model file itself")
    }
    guard isNamed || models.count == 1 else {
      throw UsageError(
        models.isEmpty
          ? "--against \(text): UDF \(udf) uses no model; give an answered file (.csv, .lp), a socket or a configuration (.toml)"
          : "--against \(text): UDF \(udf) uses the models \(models.joined(separator: ", ")): say which, \(models[0])=\(path)"
      )
    }
    // A relative path of a model begins in models_directory, but this one is the command line's.
    let absolute = realpath(path, nil)
    defer { free(absolute) }
    var environment = context.environment
    environment["UDFD_MODEL_" + (isNamed ? parts[0] : models[0])] =
      absolute.map { String(cString: $0) } ?? path
    let source = ConfigurationSource(
      file: configured.file, environment: environment, flags: configured.flags)
    return try ReplayTarget(configured: udf, source, registry: context.registry)
  }

  private static func udf(_ arguments: Arguments, for what: String) throws(UsageError) -> String {
    guard let name = arguments.string("udf") else {
      throw UsageError("--against with \(what): give --udf NAME")
    }
    return name
  }

  private static func missing(_ path: String) -> UsageError {
    UsageError("--against: there is no \(path)")
  }

  /// What the other version answers to the same input.
  func answers(
    _ plan: ReplayPlan, _ arguments: Arguments, _ context: CommandContext
  ) throws -> sending any SampleReader {
    switch source {
    case .answers(let path): return try plan.makeReader(ofAnswers: path)
    case .target(let target):
      let info = try target.information()
      let settings = try plan.settings(for: info, arguments)
      let spool = try SampleSpool()
      try Self.fill(spool, Replay(settings, info: info, connect: target.connect), plan)
      return spool
    }
  }

  private static func fill(_ spool: SampleSpool, _ replay: Replay, _ plan: ReplayPlan) throws {
    _ = try replay.run(try plan.makeReader(), to: spool)
  }
}
