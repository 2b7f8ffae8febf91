import Handlers
import KapacitorUDF
import ModelRuntime

extension DaemonService {
  /// The first load, while sockets listen already. A model that cannot be loaded fails the UDFs that use it, with
  /// its reason; the others serve.
  func loadModelsAtStart() -> ReloadOutcome {
    let (configuration, catalog) = state.withLock { ($0.configuration, $0.catalog) }
    var declarations = configuration.modelDeclarations.map { declaration in
      var declaration = declaration
      declaration.path = keptModels[declaration.name] ?? declaration.path
      return declaration
    }
    var failures: [String: String] = [:]
    while true {
      do {
        let prepared = try models.prepare(declarations)
        let unfit = misfits(of: catalog.entries, in: prepared)
        for (name, reason) in unfit { fail(name, reason, &failures) }
        if unfit.isEmpty {
          models.commit(prepared, keeping: configuration.models.map(\.name))
          break
        }
        declarations.removeAll { unfit[$0.name] != nil }
      } catch {
        for (name, reason) in error.failures { fail(name, "\(reason)", &failures) }
        declarations.removeAll { declaration in
          error.failures.contains { $0.name == declaration.name }
        }
      }
    }
    state.withLock { $0.modelFailures = failures }
    daemon.modelsChanged()
    return ReloadOutcome(isApplied: failures.isEmpty, message: "")
  }

  /// After a start, which serves all the same: that nothing is served would be worse. A reload is refused.
  func logFailingTests() {
    do {
      for line in try ConfiguredTests.differences(state.withLock { $0.catalog }) {
        log.write(.warning, "a test of the configuration fails, as 'udfd test' shows: \(line)")
      }
    } catch {
      log.write(.warning, "the tests of the configuration cannot be run: \(error)")
    }
  }

  var servingState: ServingState {
    ServingState(stateDirectory: state.withLock { $0.configuration.daemon.stateDirectory })
  }

  /// Keeps configuration and models as they were accepted, for the process that takes over after a crash. On the
  /// reload queue's thread: it copies files.
  func keepAccepted() {
    guard daemon.keepsConnections else { return }
    let configuration = state.withLock { $0.configuration }
    let accepted = configuration.models.compactMap { section -> ServingState.Model? in
      guard let model = models.slot(named: section.name)?.current() else { return nil }
      let path = keptModels[section.name] ?? section.path
      return ServingState.Model(
        name: section.name, paths: [section.path, path], digest: model.metadata.digest)
    }
    do {
      try servingState.keep(configuration.contents, accepted)
    } catch {
      log.write(
        .warning,
        "what was accepted could not be kept, so that a crash would read what is on disk then: \(error); state_directory must be there, and the daemon's to write"
      )
    }
  }

  private func fail(_ name: String, _ reason: String, _ failures: inout [String: String]) {
    failures[name] = reason
    models.slot(named: name)?.noteFailure(reason)
    log.write(.error, "model \(name): \(reason)")
  }

  /// Models that a UDF cannot work with, and why, by name.
  func misfits(
    of entries: [UDFCatalog.Entry], in prepared: PreparedGeneration
  ) -> [String: String] {
    var misfits: [String: String] = [:]
    for entry in entries {
      guard let user = entry.definition as? any ModelUser else { continue }
      for name in user.modelNames {
        // A model that is gone stays with the connections that use it.
        guard let model = prepared.model(named: name) else { continue }
        do {
          try user.check(model, named: name)
        } catch {
          misfits[name] = "does not fit udf \(entry.section.name): \(error)"
        }
      }
    }
    return misfits
  }
}
