import Daemon
import Handlers
import PlainText
import Settings

/// Runs the tests that stand in the configuration.
enum TestCommand: Command {
  static let manual = CommandManual(
    name: "test", summary: "run the tests in the configuration",
    flags: [
      .config,
      .option("udf", short: "u", "NAME", repeats: true, "only the tests of this UDF"),
      .flag("quiet", short: "q", "print differences only"),
    ] + Flag.daemonKeys,
    notes: """
      [[udf.NAME.tests]] holds points and what is expected of them. The exit status is
      1 where an answer differs.
      """,
    example: "udfd test --config udfd.toml --udf wind_turbine")

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
    let wanted = arguments.strings("udf")
    let names = checked.catalog.entries.map(\.section.name)
    for name in wanted where !names.contains(name) {
      throw UsageError(
        "--udf: there is no UDF \(name); \(NearestName.suggestion(for: name, among: names))")
    }
    var report = TestReport(isQuiet: arguments.isSet("quiet"))
    for entry in checked.catalog.entries
    where wanted.isEmpty || wanted.contains(entry.section.name) {
      try report.run(entry, context)
    }
    report.printSum(context)
    return report.differences == 0 ? .success : .failure
  }
}
