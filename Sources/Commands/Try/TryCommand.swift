import Daemon
import Handlers
import KapacitorPeer
import KapacitorUDF
import KapacitorUDFTesting
import PlainText
import Settings
import UDFWire

/// Sends a point, or a file of points, through a UDF of the configuration.
enum TryCommand: Command {
  static let manual = CommandManual(
    name: "try", summary: "send a point through a UDF and show what becomes of it",
    operands: "[FILE]", operandCount: 0...1,
    flags: [
      .config,
      .option("udf", short: "u", "NAME", "the UDF; may be left out where there is only one"),
      .option(
        "field", short: "f", "NAME=VALUE", repeats: true,
        "a field: 1.5 is a float, 5i an int, \"text\" a string, true a boolean"),
      .option("tag", short: "t", "NAME=VALUE", repeats: true, "a tag"),
      .option("time", "NANOSECONDS", "the point's time since 1970 (default: 0)"),
      .option("tags", "A,B,...", "columns of FILE.csv that are tags"),
      .option(
        "option", short: "o", "NAME=VALUE", repeats: true, "an option, as a TICKscript sets it"),
      .flag("explain", short: "x", "show every step: when, inputs, model, let, set"),
    ] + Flag.daemonKeys,
    notes: """
      FILE holds points as CSV (its name ends in .csv) or InfluxDB's line protocol;
      they go through the UDF in order, so that windows fill.
      """,
    example: """
      udfd try --udf turbine --field wind_speed=9.1 --field power=1200 --explain
      """)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let checked: CheckedConfiguration
    do {
      checked = try CheckedConfiguration(
        arguments.configurationSource(context), registry: context.registry)
    } catch {
      for problem in error.problems { context.errors.print("\(problem)") }
      return .failure
    }
    for problem in checked.problems { context.errors.print(problem) }
    guard checked.problems.isEmpty else { return .failure }
    let entry = try entry(arguments.string("udf"), checked.catalog)
    var trial = try Trial(
      entry,
      mentions: OptionText.parse(
        arguments.strings("option"), for: TriedPoint.response(entry.definition.info)),
      explains: arguments.isSet("explain"))
    if let path = arguments.operands.first {
      for flag in ["field", "tag", "time"] where arguments.isSet(flag) {
        throw UsageError("--\(flag) makes a point, and FILE holds points: give one of the two")
      }
      let reader = try reader(path, tags: arguments.list("tags"))
      while let sample = try reader.next() { try trial.take(TriedPoint.point(sample), context) }
    } else {
      guard !arguments.isSet("tags") else { throw UsageError("--tags goes with FILE.csv") }
      let argument = try PointArgument(arguments)
      guard !argument.fields.isEmpty else {
        throw UsageError("a point needs a field: --field NAME=VALUE, or name a FILE of points")
      }
      try trial.take(TriedPoint.point(argument), context)
    }
    try trial.finish(context)
    return .success
  }

  private static func entry(
    _ name: String?, _ catalog: UDFCatalog
  ) throws -> UDFCatalog.Entry {
    let names = catalog.entries.map(\.section.name)
    guard let name else {
      guard catalog.entries.count == 1 else {
        throw UsageError("--udf NAME is missing; there are \(names.joined(separator: ", "))")
      }
      return catalog.entries[0]
    }
    guard let entry = catalog[name] else {
      throw UsageError(
        "--udf: there is no UDF \(name); \(NearestName.suggestion(for: name, among: names))")
    }
    return entry
  }

  private static func reader(_ path: String, tags: [String]?) throws -> any SampleReader {
    if path.hasSuffix(".csv") {
      var format = CSVFormat(measurement: "try")
      format.tags = tags ?? []
      return try CSVReader(path: path, format: format)
    }
    guard tags == nil else {
      throw UsageError("--tags is for a FILE.csv: line protocol says what is a tag")
    }
    return try LineProtocolReader(path: path)
  }
}
