import CKernel
import Handlers
import KapacitorUDF
import ModelRuntime

extension DaemonService {
  /// Asked by SIGHUP and over the control socket.
  public func requestReload(_ completed: @escaping @Sendable (ReloadOutcome) -> Void) {
    reloads.request({ [self] in reload() }, completed)
  }

  /// All or nothing: either everything that the files say now is served, or nothing has changed.
  private func reload() -> ReloadOutcome {
    // READY after STOPPING would be nonsense to the service manager.
    guard state.withLock({ $0.phase != .draining }) else {
      return ReloadOutcome(isApplied: false, message: "refused: the daemon is stopping")
    }
    manager.reloading()
    state.withLock { $0.isReloading = true }
    let outcome: ReloadOutcome
    do {
      outcome = ReloadOutcome(isApplied: true, message: try applyConfiguration())
      log.write(.info, "reload: \(outcome.message)")
    } catch {
      let lines = (error as? ConfigurationError)?.problems.map(\.description) ?? ["\(error)"]
      for line in lines { log.write(.error, "reload refused: \(line)") }
      outcome = ReloadOutcome(
        isApplied: false,
        message: "refused, nothing has changed: \(lines.joined(separator: "\n"))")
    }
    state.withLock { state in
      state.isReloading = false
      state.lastReload = (outcome, kernel_realtime_nanoseconds())
    }
    manager.ready(status: statusLine)
    if outcome.isApplied { keepAccepted() }
    return outcome
  }

  /// - Returns: what changed, in one line.
  private func applyConfiguration() throws -> String {
    let before = state.withLock { $0 }
    let generation = before.generation + 1
    let configuration = try Configuration(source, registry: registry)
    models.declare(names: configuration.models.map(\.name))
    let catalog = try UDFCatalog(
      configuration, registry: registry, store: models, previous: before.catalog,
      generation: generation)
    let changes = ReloadChanges(
      from: before.configuration.daemon, before.catalog, to: configuration.daemon, catalog)
    guard changes.needingRestart.isEmpty else {
      throw ReloadRefusal(
        "restart needed for \(changes.needingRestart.joined(separator: ", ")); nothing else was applied"
      )
    }
    let prepared = try models.prepare(configuration.modelDeclarations)
    let replaced = before.catalog.entries.filter {
      catalog[$0.section.name]?.generation != $0.generation
    }
    let live = inUse(before.retired + replaced)
    // One line for each model, in a fixed order.
    let misfits = misfits(of: catalog.entries + live, in: prepared)
    if let name = misfits.keys.min(), let reason = misfits[name] {
      throw ReloadRefusal("model \(name): \(reason)")
    }
    let differences = try ConfiguredTests.differences(
      configuration, registry: registry, prepared: prepared)
    guard differences.isEmpty else {
      throw ReloadRefusal("tests fail: \(differences.joined(separator: "; "))")
    }
    try daemon.serve(services(catalog, configuration))
    // From here on nothing fails: reloads are the only ones that commit, one at a time.
    models.commit(prepared)
    log.minimumLevel = configuration.daemon.logLevel
    state.withLock { state in
      state.retired = live
      state.configuration = configuration
      state.catalog = catalog
      state.generation = generation
      state.modelFailures = [:]
    }
    daemon.modelsChanged()
    for warning in changes.warnings { log.write(.warning, warning) }
    return describe(changes, prepared, before.configuration)
  }

  private func describe(
    _ changes: ReloadChanges, _ prepared: PreparedGeneration, _ before: Configuration
  ) -> String {
    let known = Set(before.models.map(\.name))
    let models = prepared.changedNames.map {
      "model \($0) \(known.contains($0) ? "swapped" : "loaded")"
    }
    let all = models + changes.lines + changes.warnings
    return all.isEmpty ? "nothing has changed" : all.joined(separator: "; ")
  }

  /// Those of replaced definitions that live connections were started under.
  private func inUse(_ entries: [UDFCatalog.Entry]) -> [UDFCatalog.Entry] {
    guard !entries.isEmpty else { return [] }
    let status = daemon.status
    return entries.filter { entry in
      status.contains { udf in
        udf.name == entry.section.name
          && udf.connections.contains { $0.generation == entry.generation }
      }
    }
  }
}

/// Why a correct configuration cannot be taken over by a running daemon.
struct ReloadRefusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
