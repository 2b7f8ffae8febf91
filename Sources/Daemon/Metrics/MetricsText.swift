/// Families of metrics as text.
enum MetricsText {
  static func text(_ families: [MetricFamily], _ format: MetricsFormat) -> String {
    var text = ""
    for family in families where !family.samples.isEmpty {
      let sampleName = family.kind == .counter ? family.name + "_total" : family.name
      let declared = format == .openMetrics ? family.name : sampleName
      text += "# HELP \(declared) \(escape(family.help, quotes: format == .openMetrics))\n"
      text += "# TYPE \(declared) \(family.kind.rawValue)\n"
      for sample in family.samples {
        let labels = self.labels(of: sample, family)
        switch sample.value {
        case .number(let value): line(sampleName, labels, number(value), to: &text)
        case .durations(let values): write(values, of: sampleName, labels, to: &text)
        }
      }
    }
    if format == .openMetrics { text += "# EOF\n" }
    return text
  }

  /// A histogram's buckets count all that is not above their bound.
  private static func write(
    _ values: DurationHistogramValues, of name: String, _ labels: String, to text: inout String
  ) {
    var count: UInt64 = 0
    for (index, bucket) in values.counts.enumerated() {
      count &+= bucket
      let bound =
        index < DurationBuckets.nanoseconds.count
        ? seconds(DurationBuckets.nanoseconds[index]) : "+Inf"
      let separator = labels.isEmpty ? "" : ","
      line(name + "_bucket", labels + separator + "le=\"\(bound)\"", String(count), to: &text)
    }
    line(name + "_sum", labels, number(Double(values.sumNanoseconds) / 1e9), to: &text)
    line(name + "_count", labels, String(count), to: &text)
  }

  private static func line(
    _ name: String, _ labels: String, _ value: String, to text: inout String
  ) {
    text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
  }

  private static func labels(of sample: MetricFamily.Sample, _ family: MetricFamily) -> String {
    var text = ""
    for (name, value) in zip(family.labels, sample.labels) where !value.isEmpty {
      if !text.isEmpty { text += "," }
      text += "\(name)=\"\(escape(value, quotes: true))\""
    }
    return text
  }

  /// Task, node and field names come from outside.
  private static func escape(_ value: String, quotes: Bool) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\"" where quotes: text += "\\\""
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if let whole = Int64(exactly: value) { return String(whole) }
    return String(value)
  }

  /// As OpenMetrics writes a bound: `1e-06`, `0.005`, `10.0`.
  private static func seconds(_ nanoseconds: Int64) -> String {
    nanoseconds < 100_000
      ? exponent(nanoseconds) : String(Double(nanoseconds) / 1e9)
  }

  private static func exponent(_ nanoseconds: Int64) -> String {
    nanoseconds < 10_000 ? "\(nanoseconds / 1_000)e-06" : "\(nanoseconds / 10_000)e-05"
  }
}
