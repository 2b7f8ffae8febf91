import UDFWire

/// What a replay came to.
public struct ReplaySummary: Sendable {
  /// What became of one field over all points that could be compared.
  public struct FieldChanges: Sendable, Equatable {
    public var added: UInt64 = 0
    public var changed: UInt64 = 0
    public var removed: UInt64 = 0
  }

  public internal(set) var sent: UInt64 = 0
  /// Points that came back, among them those that the UDF made itself.
  public internal(set) var answered: UInt64 = 0
  /// Points that came back with the time and tags of none that was sent: aggregates and the like.
  public internal(set) var made: UInt64 = 0
  /// Points that were sent and never came back.
  public internal(set) var dropped: UInt64 = 0
  public internal(set) var batchesSent: UInt64 = 0
  public internal(set) var batchesAnswered: UInt64 = 0
  public internal(set) var fields: [String: FieldChanges] = [:]
  public internal(set) var seconds = 0.0
  /// From writing a point to reading its answer. At full speed most of it is waiting in line.
  public internal(set) var latency = LatencyHistogram()

  public var pointsPerSecond: Double { seconds > 0 ? Double(sent) / seconds : 0 }

  mutating func add(_ other: ReplaySummary) {
    answered += other.answered
    made += other.made
    dropped += other.dropped
    batchesAnswered += other.batchesAnswered
    latency.merge(other.latency)
    for (name, changes) in other.fields {
      fields[name, default: FieldChanges()].added += changes.added
      fields[name, default: FieldChanges()].changed += changes.changed
      fields[name, default: FieldChanges()].removed += changes.removed
    }
  }
}

extension ReplaySummary {
  /// What a person reads, a few lines.
  public var text: String {
    var lines = [
      "sent      \(Figure.count(sent)) points in \(Figure.decimal(seconds, 3)) s: \(Figure.count(UInt64(pointsPerSecond))) points/s"
        + (batchesSent > 0 ? ", in \(Figure.count(batchesSent)) batches" : ""),
      "answered  \(Figure.count(answered))"
        + (batchesAnswered > 0 ? " in \(Figure.count(batchesAnswered)) batches" : "")
        + (made > 0 ? ", \(Figure.count(made)) of them made by the UDF" : "")
        + ", dropped \(Figure.count(dropped))",
    ]
    for (name, changes) in fields.sorted(by: { $0.key < $1.key }) {
      let parts = [
        ("added", changes.added), ("changed", changes.changed), ("removed", changes.removed),
      ]
      .filter { $0.1 > 0 }.map { "\($0.0) \(Figure.count($0.1))" }
      if !parts.isEmpty { lines.append("field     \(name): \(parts.joined(separator: ", "))") }
    }
    if latency.count > 0 {
      let parts = BenchReport.percentiles.map {
        "\($0.name) \(Figure.time(latency.percentile($0.fraction)))"
      }
      lines.append(
        "latency   \(parts.joined(separator: "  "))  max \(Figure.time(latency.maximumNanoseconds))"
      )
    }
    return lines.joined(separator: "\n")
  }
}
