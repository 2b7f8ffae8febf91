/// The daemon's metrics. How many series there are is bounded: by the configuration for UDFs, models and loops, by
/// `TaskMetrics.limit` for tasks, of which Kapacitor makes as many as it likes.
enum MetricsDocument {
  static func families(_ status: ServiceStatus) -> [MetricFamily] {
    DaemonMetrics.families(status) + ProcessMetrics.families(status.usage)
      + LoopMetrics.families(status.loops) + UDFMetrics.families(status.udfs)
      + TaskMetrics.families(status.udfs) + ModelMetrics.families(status.models)
  }

  /// Every metric that there can be, without samples.
  static var declarations: [MetricFamily] {
    DaemonMetrics.families(nil) + ProcessMetrics.families(nil) + LoopMetrics.families([])
      + UDFMetrics.families([]) + TaskMetrics.families([]) + ModelMetrics.families([])
  }
}
