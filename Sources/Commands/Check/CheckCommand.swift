import Daemon
import Handlers
import KapacitorUDF
import PlainText

enum CheckCommand: Command {
  static let manual = CommandManual(
    name: "check", summary: "check a configuration and its models, and show each UDF's signature",
    flags: [.config] + Flag.daemonKeys + [
      .flag("quiet", short: "q", "print errors only"),
      .flag("require-tests", "fail where a UDF has no tests in the configuration"),
    ],
    notes: """
      The exit status is 0 when `serve` or a reload would take it; the tests in the
      configuration are run for that. Literals in the signatures are of the types that
      a TICKscript must write: 3.0 is a DOUBLE, 3 an INT.
      """,
    example: "udfd check --config udfd.toml")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let source = arguments.configurationSource(context)
    do {
      let checked = try CheckedConfiguration(source, registry: context.registry)
      for problem in checked.problems { context.errors.print(problem) }
      for entry in checked.catalog.entries {
        for remark in (entry.definition as? any RemarkableUDF)?.remarks ?? [] {
          context.errors.print("warning: \(remark)")
        }
      }
      if !arguments.isSet("quiet") { context.output.write(CheckReport.text(checked)) }
      guard checked.problems.isEmpty else { return .failure }
      return try runTests(checked, areRequired: arguments.isSet("require-tests"), context)
    } catch let error as ConfigurationError {
      for problem in error.problems { context.errors.print("\(problem)") }
      return .failure
    }
  }

  /// A reload is refused where they fail, so that a check has to run them, too.
  private static func runTests(
    _ checked: CheckedConfiguration, areRequired: Bool, _ context: CommandContext
  ) throws -> ExitStatus {
    var lines: [String] = []
    for entry in checked.catalog.entries {
      let tests = try entry.tests()
      if tests.isEmpty, areRequired {
        lines.append("udf.\(entry.section.name): there are no tests")
      }
      for test in tests { lines += test.differences(from: entry.definition) }
    }
    for line in lines { context.errors.print(OneLine.escaping(line, maximumCharacters: .max)) }
    return lines.isEmpty ? .success : .failure
  }
}
