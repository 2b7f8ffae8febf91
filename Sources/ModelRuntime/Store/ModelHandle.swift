/// A handler's hold on a slot: the model that it scores with until it looks again. A burst is
/// therefore never scored by a mixture of two generations.
public struct ModelHandle: ~Copyable {
  public let slot: ModelSlot
  public private(set) var model: Model
  /// The generation of `model`.
  public private(set) var generation: UInt64
  @usableFromInline let tally: RowTally

  /// Nil while the slot has no model yet.
  public init?(_ slot: ModelSlot) {
    let (model, generation) = slot.snapshot()
    guard let model else { return nil }
    self.slot = slot
    self.model = model
    self.generation = generation
    tally = slot.beginTally()
  }

  deinit { slot.end(tally) }

  /// Evaluates the first `count` rows of `scratch`, which must fit the model, and counts them.
  @inlinable
  public func evaluate(in scratch: inout ModelScratch, count: Int) {
    scratch.evaluate(model, count: count)
    tally.add(count)
  }

  /// Takes the slot's current model; true where it is another one than before. Costs one relaxed
  /// load where nothing changed: call it at the start of every burst.
  @inlinable
  public mutating func refresh() -> Bool {
    if generation == slot.generation { return false }
    return takeCurrent()
  }

  @usableFromInline
  mutating func takeCurrent() -> Bool {
    let (current, currentGeneration) = slot.snapshot()
    guard let current else { return false }
    generation = currentGeneration
    let changed = current !== model
    model = current
    return changed
  }
}
