/// What changed between two looks, per second. Without an earlier look there is nothing to tell: nil.
struct WatchRates {
  struct Figures {
    var points: Double?
    var failures: Double?
    var missing: Double?
    var dropped: Double?
    /// Nanoseconds of handling for a point.
    var pointNanoseconds: Double?
    /// The share of a loop's time.
    var loopShare: Double?
    /// The share of the time for which answers were not taken.
    var stallShare: Double?
  }

  private let seconds: Double
  private let earlierUDFs: [String: StatusFigures.Counters]
  private let earlierTasks: [String: StatusFigures.Counters]
  private let earlierModels: [String: Double]
  /// The share of one core.
  let processor: Double?

  init(_ now: StatusFigures, since earlier: StatusFigures?) {
    let seconds = earlier.map { now.uptimeSeconds - $0.uptimeSeconds } ?? 0
    self.seconds = seconds
    let udfs = earlier?.udfs ?? []
    earlierUDFs = Dictionary(udfs.map { ($0.name, $0.counters) }) { first, _ in first }
    earlierTasks = Dictionary(udfs.flatMap(\.tasks).map { ($0.id, $0.counters) }) { first, _ in
      first
    }
    earlierModels = Dictionary((earlier?.models ?? []).map { ($0.name, $0.predictions) }) {
      first, _ in first
    }
    processor = earlier.flatMap {
      seconds > 0 ? max(0, now.processorSeconds - $0.processorSeconds) / seconds : nil
    }
  }

  func udf(_ udf: StatusFigures.UDF) -> Figures { figures(udf.counters, earlierUDFs[udf.name]) }

  func task(_ task: StatusFigures.Task) -> Figures { figures(task.counters, earlierTasks[task.id]) }

  func predictions(_ model: StatusFigures.Model) -> Double? {
    guard seconds > 0, let before = earlierModels[model.name] else { return nil }
    return max(0, model.predictions - before) / seconds
  }

  private func figures(
    _ now: StatusFigures.Counters, _ before: StatusFigures.Counters?
  ) -> Figures {
    guard seconds > 0, let before else { return Figures() }
    func rate(_ name: String) -> Double { max(0, now[name] - before[name]) / seconds }
    var figures = Figures()
    figures.points = rate("points_in")
    figures.failures = rate("failures")
    figures.missing = rate("missing")
    figures.dropped = rate("dropped")
    let handled = max(0, now.handlerNanoseconds - before.handlerNanoseconds)
    let points = now["points_in"] - before["points_in"]
    figures.pointNanoseconds = points > 0 ? handled / points : nil
    figures.loopShare = handled / (seconds * 1e9)
    figures.stallShare = rate("stall_nanoseconds") / 1e9
    return figures
  }

  /// `12,345`, `0.4`, and `-` where nothing can be said yet.
  static func text(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "-" }
    if value > 0, value < 10, value != value.rounded() { return "\((value * 10).rounded() / 10)" }
    var digits = Substring("\(UInt64(min(value, 1e18).rounded()))")
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits = digits.dropLast(3)
    }
    return ([digits] + groups.reversed()).joined(separator: ",")
  }

  static func percent(_ value: Double?) -> String {
    value.map { text($0 * 100) + "%" } ?? "-"
  }
}
