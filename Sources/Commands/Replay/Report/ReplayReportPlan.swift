import Glibc
import KapacitorPeer
import PlainText

/// What `--report` and its flags ask for.
struct ReplayReportPlan {
  let path: String
  let collector: ReportCollector

  /// nil: no report is asked for.
  init?(_ arguments: Arguments) throws {
    let axes = arguments.list("scatter")
    guard let path = arguments.string("report") else {
      for flag in ["scatter", "level"] where arguments.isSet(flag) {
        throw UsageError("--\(flag) is about the report: give --report FILE")
      }
      return nil
    }
    guard axes == nil || axes?.count == 2 else {
      throw UsageError("--scatter: expected two fields, X,Y")
    }
    self.path = path
    collector = ReportCollector(axes: axes, level: arguments.string("level"))
    // Found out before the replay and not after it.
    try Self.write("", to: path)
  }

  /// What the command line names and no answer had: the page is without it.
  func remarks(_ arguments: Arguments) -> [String] {
    let report = collector.report
    let numbers = Set(report.series.map(\.name) + report.omitted)
    let axes = arguments.isSet("scatter") ? [report.xName, report.yName].compactMap { $0 } : []
    var remarks = axes.filter { !numbers.contains($0) }.map {
      "--scatter: no answer has a number \(OneLine.quoting($0)), so that there is no scatter"
    }
    if arguments.isSet("level"), let level = report.levelName,
      report.levels.allSatisfy({ $0.name == "(none)" })
    {
      remarks.append("--level: no answer has a field \(OneLine.quoting(level))")
    }
    return remarks
  }

  func write(_ summary: ReplaySummary, of udf: String, _ input: String) throws {
    try Self.write(
      ReportPage.html(collector.report, summary, udf: udf, input: input), to: path)
  }

  private static func write(_ text: String, to path: String) throws(UsageError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw UsageError("--report: cannot open \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    let console = Console(descriptor: descriptor)
    console.write(text)
    console.flush()
  }
}
