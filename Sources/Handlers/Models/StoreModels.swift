import KapacitorUDF
import ModelRuntime

/// The models of a store, as an author's handler sees them.
public struct StoreModels: ModelLookup {
  private let store: ModelStore

  public init(_ store: ModelStore) { self.store = store }

  public func model(named name: String) throws(HandlerError) -> any HandlerModel {
    guard let slot = store.slot(named: name) else {
      throw HandlerError("model \(name) is not configured; add [models.\(name)] with its path")
    }
    guard let model = StoreModel(slot) else {
      throw HandlerError(
        "model \(name) is not loaded; name it under models in [udf.NAME], so that tasks wait for it"
      )
    }
    return model
  }
}
