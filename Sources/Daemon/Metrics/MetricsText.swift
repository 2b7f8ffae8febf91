/// Families of metrics as text.
enum MetricsText {
  static func text(_ families: [MetricFamily], _ format: MetricsFormat) -> String {
    var text = ""
    for family in families where !family.samples.isEmpty {
      let sampleName = family.kind == .counter ? family.name + "_total" : family.name
      let declared = format == .openMetrics ? family.name : sampleName
      text += "# HELP \(declared) \(escape(family.help))\n"
      text += "# TYPE \(declared) \(family.kind.rawValue)\n"
      for sample in family.samples {
        text += sampleName
        write(sample.labels, to: &text)
        text += " \(number(sample.value))\n"
      }
    }
    if format == .openMetrics { text += "# EOF\n" }
    return text
  }

  private static func write(_ labels: [(name: String, value: String)], to text: inout String) {
    guard !labels.isEmpty else { return }
    text += "{"
    for (index, label) in labels.enumerated() {
      if index > 0 { text += "," }
      text += "\(label.name)=\"\(escape(label.value, quotes: true))\""
    }
    text += "}"
  }

  /// Task, node and field names come from outside.
  private static func escape(_ value: String, quotes: Bool = false) -> String {
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
}
