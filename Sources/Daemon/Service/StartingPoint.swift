import Handlers
import ModelRuntime

/// What a start serves: what is on disk, or, where connections of a crashed process are taken up, what was accepted
/// last. A half-edited file never turns a crash into an outage, nor a restart that takes connections up.
struct StartingPoint {
  let configuration: Configuration
  let catalog: UDFCatalog
  /// Files of accepted models, by name; empty where the configuration's own paths are read.
  let keptModels: [String: String]
  /// Why it is not what is on disk.
  let message: String?
  /// What is wrong with what is on disk, where that was looked at.
  let refusal: ReloadOutcome?

  static func choose(
    _ source: ConfigurationSource, registry: HandlerRegistry, store: ModelStore,
    hasConnections: Bool
  ) throws(ConfigurationError) -> StartingPoint {
    let serving = ServingState(stateDirectory: ServingState.stateDirectory(source))
    let isPlanned = serving.isMarkedPlanned
    // After an end on purpose without connections left, what a person has written is what they want.
    let kept = hasConnections || !isPlanned ? serving.load() : nil
    if hasConnections, !isPlanned, let kept, let point = try? make(kept, source, registry, store) {
      return point
    }
    do {
      return try StartingPoint(source, registry, store)
    } catch {
      guard let kept, let point = try? make(kept, source, registry, store, refused: error) else {
        throw error
      }
      return point
    }
  }

  private static func make(
    _ kept: ServingState.Accepted, _ source: ConfigurationSource, _ registry: HandlerRegistry,
    _ store: ModelStore, refused error: ConfigurationError? = nil
  ) throws(ConfigurationError) -> StartingPoint {
    var source = source
    source.contents = kept.configuration
    let reason = error.map { "what is on disk does not hold: \($0)" }
    let message =
      "serving what was accepted last, since \(reason ?? "the process before ended in a crash"); "
      + "a reload reads what is on disk"
    let refusal = reason.map {
      ReloadOutcome(isApplied: false, message: "refused at the start: \($0)")
    }
    return try StartingPoint(
      source, registry, store, keptModels: kept.models, message: message, refusal: refusal)
  }

  private init(
    _ source: ConfigurationSource, _ registry: HandlerRegistry, _ store: ModelStore,
    keptModels: [String: String] = [:], message: String? = nil, refusal: ReloadOutcome? = nil
  ) throws(ConfigurationError) {
    configuration = try Configuration(source, registry: registry)
    store.declare(names: configuration.models.map(\.name))
    catalog = try UDFCatalog(configuration, registry: registry, store: store)
    self.keptModels = keptModels
    self.message = message
    self.refusal = refusal
  }
}
