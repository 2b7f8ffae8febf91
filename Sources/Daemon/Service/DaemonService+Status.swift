import CKernel
import Glibc
import KapacitorUDF
import ModelRuntime
import PlainText

extension DaemonService: ControlDelegate, HTTPDelegate {
  public func statusDocument() -> JSONValue { StatusDocument.json(snapshot()) }

  public func statusText() -> String { StatusText.text(snapshot()) }

  private func snapshot() -> ServiceStatus {
    let state = state.withLock { $0 }
    let now = kernel_monotonic_nanoseconds()
    return ServiceStatus(
      phase: state.isReloading ? "reloading" : state.phase.rawValue, process: getpid(),
      uptimeNanoseconds: now - startedNanoseconds, configuration: state.configuration,
      generation: state.generation, lastReload: state.lastReload,
      isContinuous: manager.storedDescriptorsMaximum > 0, continuity: continuityText,
      usage: .current(), loops: daemon.loopStatus,
      models: state.configuration.models.map { modelStatus($0, state) },
      udfs: daemon.status.map { udfStatus($0, state) },
      warnings: log.recentWarnings.newestFirst)
  }

  public func metrics(_ format: MetricsFormat) -> String {
    MetricsText.text(MetricsDocument.families(snapshot()), format)
  }

  public func unreadiness() -> String? {
    let phase = state.withLock { $0.phase }
    return phase == .serving ? nil : phase.rawValue
  }

  private func modelStatus(_ section: ModelSection, _ state: ServiceState) -> ModelStatus {
    let slot = models.slot(named: section.name)
    return ModelStatus(
      name: section.name, path: section.path, generation: slot?.generation ?? 0,
      model: slot?.current(), failure: state.modelFailures[section.name],
      predictions: slot?.evaluatedRows ?? 0)
  }

  private func udfStatus(_ status: UDFStatus, _ state: ServiceState) -> ServedStatus {
    let entry = state.catalog[status.name]
    return ServedStatus(
      status: status, handler: entry?.section.handler, readiness: entry?.definition.readiness,
      generation: entry?.generation)
  }

  var continuityText: String {
    let maximum = manager.storedDescriptorsMaximum
    if maximum > 0 {
      return "continuity is on: connections outlive the process (\(maximum) descriptors are kept)"
    }
    return manager.isPresent
      ? "continuity is off: the service manager keeps no descriptors (FileDescriptorStoreMax)"
      : "continuity is off: no service manager keeps connections"
  }

  /// What `systemctl status` shows.
  var statusLine: String {
    let state = state.withLock { $0 }
    let count = daemon.connections
    var line = "\(state.phase.rawValue): \(plural(state.catalog.entries.count, "UDF")), "
    line += plural(count, "connection")
    if !state.modelFailures.isEmpty {
      line +=
        "; failed: "
        + state.modelFailures.keys.sorted().map { "model \($0)" }.joined(separator: ", ")
    }
    if let last = state.lastReload, !last.outcome.isApplied { line += "; \(last.outcome.message)" }
    return line
  }

  func plural(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  func tickerReport() -> ServiceTicker.Report {
    let (phase, isReloading, maximum) = state.withLock {
      ($0.phase, $0.isReloading, $0.configuration.daemon.maximumBusyNanoseconds)
    }
    return ServiceTicker.Report(
      statusLine: statusLine, busyNanoseconds: daemon.longestBusyNanoseconds,
      maximumBusyNanoseconds: maximum, needsTime: phase != .serving || isReloading)
  }
}
