import KapacitorUDF
import ModelRuntime
import Settings

/// From names in a configuration to the slots of a store.
enum ModelSlots {
  /// The slots that the strings under a key name.
  ///
  /// - Throws: `SettingError` for a name that is not a model.
  static func slots(
    _ settings: SettingTable, key: String, in models: ModelStore
  ) throws(SettingError) -> [ModelSlot] {
    var slots: [ModelSlot] = []
    for name in try settings.strings(key) ?? [] {
      guard let slot = models.slot(named: name) else {
        throw settings.error(
          key, "there is no model \"\(name)\"", remedy: "add [models.\(name)] with its path")
      }
      slots.append(slot)
    }
    return slots
  }

  /// Ready when each has a model; failed where loading one has.
  static func readiness(_ slots: [ModelSlot]) -> Readiness {
    for slot in slots where slot.generation == 0 {
      if let reason = slot.failure { return .failed(reason: "model \(slot.name): \(reason)") }
      return .waiting(for: "model \(slot.name)")
    }
    return .ready
  }
}
