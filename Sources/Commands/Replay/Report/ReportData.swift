import KapacitorPeer
import PlainText

/// A report as the page's script reads it. Times are in milliseconds since 1970, as JavaScript counts them.
enum ReportData {
  static func json(
    _ report: ReplayReport, _ summary: ReplaySummary, udf: String, input: String
  ) -> JSONValue {
    [
      "udf": .string(udf), "input": .string(input),
      "sent": .count(summary.sent), "answered": .count(summary.answered),
      "made": .count(summary.made), "dropped": .count(summary.dropped),
      "seconds": number(summary.seconds), "rate": number(summary.pointsPerSecond),
      "first": number(Double(report.firstNanoseconds) / 1e6),
      "last": number(Double(report.lastNanoseconds) / 1e6),
      "start": number(Double(report.startNanoseconds) / 1e6),
      "bucket": .number(Double(report.bucketNanoseconds) / 1e6),
      "series": .list(report.series.map(series)),
      "omitted": .list(report.omitted.map { .string($0) }),
      "x": name(report.xName), "y": name(report.yName), "level": name(report.levelName),
      "levels": .list(report.levels.map(level)), "flagged": .list(report.flagged.map(flagged)),
      "latency": latency(summary.latency),
    ]
  }

  private static func series(_ series: ReplayReport.Series) -> JSONValue {
    let total = series.track.total
    func column(_ value: (TimeTrack.Bucket) -> Double) -> JSONValue {
      .list(series.track.buckets.map { $0.count == 0 ? .null : number(value($0)) })
    }
    return [
      "name": .string(series.name), "output": .boolean(series.isOutput),
      "count": .count(total.count), "least": number(total.least),
      "greatest": number(total.greatest), "mean": number(total.sum / Double(total.count)),
      "low": column(\.least), "high": column(\.greatest),
      "middle": column { $0.sum / Double($0.count) },
    ]
  }

  private static func level(_ level: ReplayReport.Level) -> JSONValue {
    [
      "name": .string(level.name), "number": level.number.map(number) ?? .null,
      "count": .count(level.track.total.count), "pairs": .count(level.sample.count),
      "x": .list(level.sample.pairs.map { number($0.x) }),
      "y": .list(level.sample.pairs.map { number($0.y) }),
      "over": .list(level.track.buckets.map { .count($0.count) }),
    ]
  }

  private static func flagged(_ point: ReplayReport.Flagged) -> JSONValue {
    [
      "time": number(Double(point.timeNanoseconds) / 1e6), "tags": .string(point.tags),
      "x": point.x.map(number) ?? .null, "y": point.y.map(number) ?? .null,
      "level": number(point.level),
    ]
  }

  private static func latency(_ histogram: LatencyHistogram) -> JSONValue {
    let bars = histogram.bars
    return [
      "bounds": .list(bars.map { .integer($0.upToNanoseconds) }),
      "counts": .list(bars.map { .count($0.count) }),
      "p50": .integer(histogram.percentile(0.5)), "p90": .integer(histogram.percentile(0.9)),
      "p99": .integer(histogram.percentile(0.99)), "most": .integer(histogram.maximumNanoseconds),
    ]
  }

  private static func name(_ name: String?) -> JSONValue { name.map { .string($0) } ?? .null }

  /// Six digits: a picture needs no more, and the page stays small.
  static func number(_ value: Double) -> JSONValue {
    guard value.isFinite else { return .null }
    if value == value.rounded(), value.magnitude < 1e15 { return .integer(Int64(value)) }
    var scale = 1.0
    while value.magnitude * scale < 100_000, scale < 1e12 { scale *= 10 }
    return .number((value * scale).rounded() / scale)
  }
}
