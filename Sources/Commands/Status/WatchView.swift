import Daemon
import KapacitorUDF
import PlainText

/// One look of `udfd status --watch`: for a terminal, and line by line for anything else.
struct WatchView {
  let screen: [String]
  let lines: [String]

  /// - Parameter earlier: the look before, whose counts the rates are taken from; nil: there was none.
  init(_ now: StatusFigures, since earlier: StatusFigures?) {
    // Another process counts anew.
    let earlier = earlier.flatMap { $0.process == now.process ? $0 : nil }
    let rates = WatchRates(now, since: earlier)
    screen = WatchScreen.lines(now, rates)
    lines = now.udfs.map { udf in
      let figures = rates.udf(udf)
      return "\(udf.name): \(WatchRates.text(figures.points)) points/s, "
        + "\(udf.tasks.count) \(udf.tasks.count == 1 ? "task" : "tasks"), "
        + "\(WatchRates.text(figures.failures)) failures/s, "
        + "\(WatchRates.text(figures.missing)) missing/s, "
        + "\(WatchRates.text(figures.dropped)) dropped/s, \(udf.readiness)"
    }
  }

  /// The daemon does not answer.
  init(absent reason: String) {
    screen = ["udfd does not answer; looking again", OneLine.escaping(reason)]
    lines = [OneLine.escaping(reason)]
  }
}
