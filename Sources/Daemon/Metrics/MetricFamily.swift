/// One metric with all of its samples.
struct MetricFamily {
  enum Kind: String { case counter, gauge }

  struct Sample {
    let labels: [(name: String, value: String)]
    let value: Double
  }

  /// Without `_total`, which a counter's samples have.
  let name: String
  let kind: Kind
  /// One sentence; says the unit.
  let help: String
  var samples: [Sample] = []

  mutating func add(_ value: Double, _ labels: (name: String, value: String)...) {
    samples.append(Sample(labels: labels, value: value))
  }

  /// A counter below 2^53 is exact as a double, and none gets there.
  mutating func add(_ value: UInt64, _ labels: (name: String, value: String)...) {
    samples.append(Sample(labels: labels, value: Double(value)))
  }
}
