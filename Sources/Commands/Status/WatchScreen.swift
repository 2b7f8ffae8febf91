import Daemon
import KapacitorUDF
import PlainText

/// A look as lines for a terminal.
enum WatchScreen {
  /// Tasks beyond these do not fit on any screen: the busiest are shown.
  private static let taskLimit = 40
  private static let warningLimit = 5

  static func lines(_ now: StatusFigures, _ rates: WatchRates) -> [String] {
    var text = [
      "udfd \(now.version), process \(WatchRates.text(now.process).filter { $0 != "," }), \(now.phase) for "
        + "\(duration(now.uptimeSeconds)), \(WatchRates.text(now.memoryBytes / 1_048_576)) MiB, "
        + "\(WatchRates.percent(rates.processor)) of a core",
      now.continuity,
    ]
    if let reload = now.lastReload { text.append(OneLine.escaping(reload)) }
    text += [""] + split(udfs(now, rates))
    if !now.models.isEmpty { text += [""] + split(models(now, rates)) }
    let tasks = tasks(now, rates)
    if !tasks.rows.isEmpty { text += [""] + split(tasks) }
    if !now.warnings.isEmpty {
      text += ["", "RECENT WARNINGS"]
      text += now.warnings.prefix(warningLimit).map { OneLine.escaping($0) }
    }
    return text + ["", "q ends"]
  }

  private static func udfs(_ now: StatusFigures, _ rates: WatchRates) -> TextTable {
    var table = TextTable([
      "UDF", "STATE", "TASKS", "POINTS/S", "NS/POINT", "FAILURES/S", "MISSING/S", "DROPPED/S",
    ])
    for udf in now.udfs {
      let figures = rates.udf(udf)
      table.rows.append([
        udf.name, OneLine.escaping(udf.readiness), "\(udf.tasks.count)",
        WatchRates.text(figures.points), WatchRates.text(figures.pointNanoseconds),
        WatchRates.text(figures.failures), WatchRates.text(figures.missing),
        WatchRates.text(figures.dropped),
      ])
    }
    return table
  }

  private static func models(_ now: StatusFigures, _ rates: WatchRates) -> TextTable {
    var table = TextTable(["MODEL", "GENERATION", "PREDICTIONS/S", "KIND"])
    for model in now.models {
      table.rows.append([
        model.name, WatchRates.text(model.generation), WatchRates.text(rates.predictions(model)),
        OneLine.escaping(model.kind),
      ])
    }
    return table
  }

  private static func tasks(_ now: StatusFigures, _ rates: WatchRates) -> TextTable {
    var table = TextTable([
      "TASK", "NODE", "UDF", "POINTS/S", "LOOP", "STALLED", "FAILURES", "RESTARTS",
    ])
    let all = now.udfs.flatMap { udf in
      udf.tasks.filter { !$0.name.isEmpty }.map { (udf.name, $0, rates.task($0)) }
    }.sorted { ($0.2.points ?? 0) > ($1.2.points ?? 0) }
    for (udf, task, figures) in all.prefix(taskLimit) {
      table.rows.append([
        OneLine.escaping(task.name, maximumCharacters: 40),
        OneLine.escaping(task.node, maximumCharacters: 20), udf, WatchRates.text(figures.points),
        WatchRates.percent(figures.loopShare), WatchRates.percent(figures.stallShare),
        WatchRates.text(task.counters["failures"]), WatchRates.text(task.counters["adoptions"]),
      ])
    }
    return table
  }

  private static func split(_ table: TextTable) -> [String] {
    table.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds)
    if whole < 60 { return "\(whole)s" }
    if whole < 3600 { return "\(whole / 60)m\(whole % 60)s" }
    if whole < 86_400 { return "\(whole / 3600)h\(whole / 60 % 60)m" }
    return "\(whole / 86_400)d\(whole / 3600 % 24)h"
  }
}
