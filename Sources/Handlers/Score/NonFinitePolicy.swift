/// What becomes of a result that is NaN or infinite: a JSON output of Kapacitor fails on one, and
/// InfluxDB refuses the line.
enum NonFinitePolicy: String, Sendable, CaseIterable {
  /// The field is not written.
  case omit
  /// The field's value under `defaults` is written.
  case `default`
  /// The point is left out.
  case drop
  /// The task fails.
  case fail
}
