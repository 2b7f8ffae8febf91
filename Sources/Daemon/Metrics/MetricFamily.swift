/// One metric: what it is, and its samples at one moment.
struct MetricFamily {
  enum Kind: String { case counter, gauge, histogram }

  enum Value {
    case number(Double)
    case durations(DurationHistogramValues)
  }

  struct Sample {
    /// In the order of the family's `labels`; an empty one is left out.
    let labels: [String]
    let value: Value
  }

  /// Without `_total`, which a counter's samples have.
  let name: String
  let kind: Kind
  let labels: [String]
  /// One sentence; says the unit.
  let help: String
  private(set) var samples: [Sample] = []

  init(_ name: String, _ kind: Kind, labels: [String] = [], _ help: String) {
    self.name = name
    self.kind = kind
    self.labels = labels
    self.help = help
  }

  mutating func add(_ value: Double, _ labels: String...) { append(.number(value), labels) }

  /// A counter below 2^53 is exact as a double, and none gets there.
  mutating func add(_ value: UInt64, _ labels: String...) {
    append(.number(Double(value)), labels)
  }

  mutating func add(_ value: Bool, _ labels: String...) {
    append(.number(value ? 1 : 0), labels)
  }

  mutating func add(_ value: DurationHistogramValues, _ labels: String...) {
    append(.durations(value), labels)
  }

  private mutating func append(_ value: Value, _ labels: [String]) {
    precondition(labels.count == self.labels.count, "\(name) has the labels \(self.labels)")
    samples.append(Sample(labels: labels, value: value))
  }
}
