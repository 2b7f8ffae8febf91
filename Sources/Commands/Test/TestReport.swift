import Daemon
import Handlers
import KapacitorUDF
import PlainText

/// Runs tests and prints how they went.
struct TestReport {
  let isQuiet: Bool
  private var tests = 0
  private var failed = 0
  private(set) var differences = 0

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  mutating func run(_ entry: UDFCatalog.Entry, _ context: CommandContext) throws {
    let name = entry.section.name
    let all = try entry.tests()
    if all.isEmpty, !isQuiet { context.output.print("\(name): no tests") }
    for test in all {
      let lines = test.differences(from: entry.definition)
      tests += 1
      differences += lines.count
      if !lines.isEmpty { failed += 1 }
      if lines.isEmpty {
        if !isQuiet { context.output.print("\(name): \(test.name): passed") }
      } else {
        context.output.print("\(name): \(test.name): FAILED")
        for line in lines {
          context.output.print("  \(OneLine.escaping(line, maximumCharacters: .max))")
        }
      }
    }
  }

  func printSum(_ context: CommandContext) {
    guard !isQuiet else { return }
    context.output.print("\(tests) tests, \(failed) failed")
  }
}
