import KapacitorPeer
import KapacitorUDF
import PlainText

/// `udfd replay`: streams a file through a UDF as Kapacitor would, and writes what comes back.
enum ReplayCommand: Command {
  static let manual = CommandManual(
    name: "replay", summary: "stream a file through a UDF as Kapacitor would",
    operands: "FILE", operandCount: 1...1,
    flags: [
      .option("udf", short: "u", "NAME", "a configured UDF, run in this process"),
      .config,
      .option("socket", short: "s", "PATH", "the socket of a UDF that is being served"),
      .option("output", short: "o", "FILE", "where answers go (default: standard output)"),
      .option("option", "NAME=VALUE", repeats: true, "an option, as a TICKscript sets it"),
      .option("report", "FILE", "pictures of it: one HTML page"),
      .option("scatter", "X,Y", "the report's axes (default: the first two numbers)"),
      .option("level", "FIELD", "the field that the report colours by"),
      .option(
        "against", "WHAT",
        "compare with a model, .toml, socket or answered .csv"),
      .option("tolerance", "X", "numbers so close count as the same (default: 0)"),
      .option("rate", "N", "points a second (default: as fast as it goes)"),
      .option("batch", "N", "points in a batch, where the UDF wants them (default: 100)"),
      .option("connections", short: "n", "N", "tasks that share the points by group"),
      .option("format", "csv|line", "of FILE (default: line for .lp and .line)"),
      .option("output-format", "csv|line", "of the answers (default: told from the name)"),
      .option("tags", "A,B", "columns that are tags"),
      .option("group-by", "A,B", "tags to group by (default: all)"),
      .option("type", "COLUMN=TYPE", repeats: true, "int, float, bool or string"),
      .option("ignore", "A,B", "columns to pass over"),
      .option("time", "COLUMN", "the column of times (default: time, timestamp)"),
      .option("time-format", "FORMAT", "rfc3339, s, ms, us or ns (default: told)")
        .among("rfc3339", "s", "ms", "us", "ns"),
      .option("start", "TIME", "of generated times (default: 1970-01-01)"),
      .option("step", "TIME", "between generated times (default: 1s)"),
      .option("measurement", "NAME", "of CSV points (default: the file's name)"),
      .option(
        "write", "HOW",
        "kapacitor (default of --socket) or bulk (of --udf)"
      )
      .among("kapacitor", "bulk"),
    ],
    notes: """
      What would make Kapacitor fail is an error: exit status 1. With --against: 0 the
      same, 1 different, 2 trouble; answers go where --output says, else nowhere.
      """,
    example: """
      udfd replay turbine.csv --udf wind_turbine --output answers.csv
      udfd replay turbine.csv --udf wind_turbine --report report.html
      udfd replay turbine.csv --udf wind_turbine --against new.pkl
      """)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    guard arguments.isSet("against") else {
      if arguments.isSet("tolerance") {
        throw UsageError("--tolerance is about --against: say what to compare with")
      }
      _ = try replay(arguments, context, against: nil)
      return .success
    }
    do {
      let against = try ReplayAgainst(arguments, context)
      guard let comparison = try replay(arguments, context, against: against) else {
        return .success
      }
      context.output.print(comparison.text(against: against.name))
      return comparison.isSame ? .success : .failure
    } catch let error as UsageError {
      throw error
    } catch {
      context.errors.print("udfd replay: \(OneLine.describing(error))")
      return .usage
    }
  }

  private static func replay(
    _ arguments: Arguments, _ context: CommandContext, against: ReplayAgainst?
  ) throws -> AnswerComparison? {
    let plan = try ReplayPlan(arguments)
    let report = try ReplayReportPlan(arguments)
    let target = try ReplayTarget(arguments, context)
    let info = try target.information()
    let settings = try plan.settings(for: info, arguments)
    let result = ComparisonResult()
    let other = try against?.answers(plan, arguments, context)
    let reader = try plan.makeReader()
    let writer = try plan.makeWriter(against: other, arguments, result)
    let progress = ReplayProgressBar(context, outputPath: plan.outputPath)
    var replay = Replay(settings, info: info, connect: target.connect)
    replay.observer = report?.collector
    defer { progress.clear() }
    let summary = try replay.run(reader, to: writer) { progress.show($0) }
    progress.clear()
    context.errors.print(summary.text)
    if summary.sent > 0, summary.answered == 0, info.provides == .stream {
      context.errors.print(
        "hint      no point was answered: 'udfd try FILE' says what points lack, as does "
          + "KAPACITOR_LOGGING_LEVEL=debug")
    }
    if let report {
      try report.write(summary, of: target.name, plan.inputPath)
      context.errors.print("report    \(report.path)")
      for remark in report.remarks(arguments) { context.errors.print("udfd replay: \(remark)") }
    }
    return result.comparison
  }
}
