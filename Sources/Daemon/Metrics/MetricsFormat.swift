/// The two text formats that Prometheus reads. OpenMetrics names counters without `_total` where it declares them, and
/// ends with a line of its own.
public enum MetricsFormat: Sendable {
  case prometheus
  case openMetrics

  /// By a request's Accept header.
  init(accept: String?) {
    self = accept?.contains("application/openmetrics-text") ?? false ? .openMetrics : .prometheus
  }
}
