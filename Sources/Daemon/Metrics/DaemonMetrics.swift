/// About the daemon as a whole.
enum DaemonMetrics {
  static func families(_ status: ServiceStatus?) -> [MetricFamily] {
    var build = MetricFamily(
      "udfd_build_info", .gauge, labels: ["version"], "The version; always 1.")
    var uptime = MetricFamily("udfd_uptime_seconds", .gauge, "Seconds since the process started.")
    var serving = MetricFamily(
      "udfd_serving", .gauge, "Whether the daemon serves (1), or still loads or drains (0).")
    var generation = MetricFamily(
      "udfd_configuration_generation", .gauge, "Grows with every reload that was applied.")
    var reload = MetricFamily(
      "udfd_last_reload_applied", .gauge,
      "Whether the last reload was applied (1) or refused (0); absent before the first.")
    var continuity = MetricFamily(
      "udfd_continuity", .gauge, "Whether connections outlive the process.")
    if let status {
      build.add(1.0, UDFDVersion.current)
      uptime.add(Double(status.uptimeNanoseconds) / 1e9)
      serving.add(["serving", "reloading"].contains(status.phase))
      generation.add(status.generation)
      if let last = status.lastReload { reload.add(last.outcome.isApplied) }
      continuity.add(status.isContinuous)
    }
    return [build, uptime, serving, generation, reload, continuity]
  }
}
