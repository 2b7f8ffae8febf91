extension BenchReport {
  /// What a person reads.
  public var text: String {
    var lines = [
      "\(mode.rawValue), \(connections) \(connections == 1 ? "connection" : "connections"), "
        + "\(pointBytes)-byte points, \(writeMode == .bulk ? "written in bulk" : "written as Kapacitor does")"
    ]
    lines.append(
      "  answered  \(Figure.count(answers.points)) of \(Figure.count(sent)) points in \(Figure.decimal(seconds, 3)) s"
    )
    if mode != .latency {
      lines.append("  rate      \(Figure.count(UInt64(pointsPerSecond))) points/s")
    }
    if latency.count > 0 {
      let parts = BenchReport.percentiles.map {
        "\($0.name) \(Figure.time(latency.percentile($0.fraction)))"
      }
      lines.append(
        "  latency   \(parts.joined(separator: "  "))  max \(Figure.time(latency.maximumNanoseconds))"
      )
    }
    if let processNanosecondsPerPoint {
      let memory = residentBytes.map { "  memory \(Figure.bytes($0))" } ?? ""
      lines.append("  CPU       \(Figure.time(Int64(processNanosecondsPerPoint)))/point\(memory)")
    }
    if checksSequence {
      lines.append(
        isComplete
          ? "  sequence  complete: none lost, doubled or out of order"
          : "  sequence  BROKEN: \(answers.lost) lost, \(answers.outOfOrder) out of order or doubled, \(answers.foreign) unknown, \(Int64(sent) - Int64(answers.points)) fewer than sent"
      )
    }
    return lines.joined(separator: "\n")
  }

  /// One JSON object; times are nanoseconds unless they say otherwise.
  public var json: String {
    var members = [
      "\"mode\":\"\(mode.rawValue)\"", "\"write\":\"\(writeMode.rawValue)\"",
      "\"connections\":\(connections)", "\"point_bytes\":\(pointBytes)", "\"sent\":\(sent)",
      "\"answered\":\(answers.points)", "\"seconds\":\(seconds)",
      "\"points_per_second\":\(pointsPerSecond)",
    ]
    if latency.count > 0 {
      let parts = BenchReport.percentiles.map {
        "\"\($0.name)\":\(latency.percentile($0.fraction))"
      }
      members.append(
        "\"latency_ns\":{\(parts.joined(separator: ",")),\"max\":\(latency.maximumNanoseconds),\"mean\":\(latency.meanNanoseconds)}"
      )
    }
    if let processNanosecondsPerPoint {
      members.append("\"cpu_ns_per_point\":\(processNanosecondsPerPoint)")
    }
    if let residentBytes { members.append("\"resident_bytes\":\(residentBytes)") }
    if checksSequence {
      members.append(
        "\"sequence\":{\"complete\":\(isComplete),\"lost\":\(answers.lost),\"out_of_order\":\(answers.outOfOrder),\"unknown\":\(answers.foreign)}"
      )
    }
    return "{\(members.joined(separator: ","))}"
  }

  static let percentiles: [(name: String, fraction: Double)] = [
    ("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999),
  ]
}
