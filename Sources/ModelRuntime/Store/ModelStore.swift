import CKernel
import Locks

/// The models that the configuration names, and their generations.
///
/// `prepare` reads, checks and builds what changed, off the event loops; `commit` then swaps all of
/// it at once. A failed `prepare` leaves everything as it was.
public final class ModelStore: Sendable {
  private struct State {
    var slots: [String: ModelSlot] = [:]
    /// What serves under each name, to tell what changed.
    var serving: [String: PreparedGeneration.Entry] = [:]
    var commits: UInt64 = 0
  }

  private let state = Lock(State())
  private let limits: ModelLimits

  public init(limits: ModelLimits = .default) {
    self.limits = limits
  }

  /// A store of its own that serves what was prepared: for trying a generation before it is committed.
  public convenience init(trying prepared: PreparedGeneration) {
    self.init()
    state.withLock { state in
      for entry in prepared.entries {
        let slot = ModelSlot(name: entry.declaration.name)
        slot.replace(with: entry.model)
        state.slots[slot.name] = slot
        state.serving[slot.name] = entry
      }
    }
  }

  /// Makes the slots of `names`, so that handlers can be declared before their models are loaded.
  public func declare(names: [String]) {
    state.withLock { state in
      for name in names where state.slots[name] == nil {
        state.slots[name] = ModelSlot(name: name)
      }
    }
  }

  /// The slot of a declared model. It may have no model yet.
  public func slot(named name: String) -> ModelSlot? {
    state.withLock { $0.slots[name] }
  }

  /// The names of the models that serve, sorted.
  public var names: [String] {
    state.withLock { $0.serving.keys.sorted() }
  }

  /// Loads what changed since the last commit, in parallel on threads of its own, and keeps the
  /// rest. Blocks until done: never call it on an event loop.
  public func prepare(
    _ declarations: [ModelDeclaration]
  ) throws(ModelStoreError) -> PreparedGeneration {
    let (serving, basis) = state.withLock { ($0.serving, $0.commits) }
    let limits = limits
    let results = Parallel.map(declarations) { declaration in
      Result { () throws(ModelError) in
        try ModelStore.entry(for: declaration, serving: serving[declaration.name], limits: limits)
      }
    }
    // What loading used up for a moment is larger than the models: the system gets it back.
    kernel_release_free_memory()
    var entries: [PreparedGeneration.Entry] = []
    var failures: [(name: String, error: ModelError)] = []
    for (declaration, result) in zip(declarations, results) {
      switch result {
      case .success(let entry): entries.append(entry)
      case .failure(let error): failures.append((declaration.name, error))
      }
    }
    if !failures.isEmpty { throw ModelStoreError(failures: failures) }
    return PreparedGeneration(entries: entries, basis: basis)
  }

  /// Swaps a prepared generation in: every slot that changed, at once. Models that it does not name
  /// any more leave with the last handler that uses them.
  ///
  /// - Parameter declared: names whose slots stay though they have no model, since it could not be loaded: handlers
  ///   were declared with those slots.
  /// - Returns: false, with nothing done, where another commit came in between.
  @discardableResult
  public func commit(_ prepared: PreparedGeneration, keeping declared: [String] = []) -> Bool {
    state.withLock { state in
      guard state.commits == prepared.basis else { return false }
      state.commits += 1
      var serving: [String: PreparedGeneration.Entry] = [:]
      var slots = state.slots.filter { declared.contains($0.key) }
      for var entry in prepared.entries {
        let name = entry.declaration.name
        let slot = state.slots[name] ?? ModelSlot(name: name)
        if entry.isNew { slot.replace(with: entry.model) }
        entry.isNew = false
        slots[name] = slot
        serving[name] = entry
      }
      state.slots = slots
      state.serving = serving
      return true
    }
  }

  private static func entry(
    for declaration: ModelDeclaration, serving: PreparedGeneration.Entry?, limits: ModelLimits
  ) throws(ModelError) -> PreparedGeneration.Entry {
    let path = declaration.path
    if let serving, serving.declaration == declaration,
      serving.identity == ModelFile.identity(path: path)
    {
      return PreparedGeneration.Entry(
        declaration: declaration, identity: serving.identity, model: serving.model, isNew: false)
    }
    let clock = ContinuousClock()
    let start = clock.now
    let file = try ModelFile(path: path, engine: declaration.engine, limits: limits)
    do {
      var model = try ModelLoader.load(
        file, since: start, engine: declaration.engine, limits: limits)
      if let serving, serving.model.metadata.digest == model.metadata.digest,
        serving.declaration.inputs == declaration.inputs,
        serving.declaration.engine == declaration.engine
      {
        // Touched, copied or moved, but the same model: what serves goes on serving.
        return PreparedGeneration.Entry(
          declaration: declaration, identity: file.identity, model: serving.model, isNew: false)
      }
      if let names = declaration.inputs { model = try model.naming(inputs: names) }
      return PreparedGeneration.Entry(
        declaration: declaration, identity: file.identity, model: model, isNew: true)
    } catch {
      throw error.about(path)
    }
  }
}
