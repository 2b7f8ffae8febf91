import Locks
import Synchronization

/// One configured model, through its generations. Handlers keep the slot and read its model once a
/// burst.
public final class ModelSlot: Sendable {
  public let name: String
  private let model: Lock<Model?>
  /// Counts the models that this slot has held; 0: none yet. Written under the lock, after the model.
  @usableFromInline let generationCounter = Atomic<UInt64>(0)

  private struct Tallies {
    var live: [ObjectIdentifier: RowTally] = [:]
    /// Of handles that are gone.
    var ended: UInt64 = 0
  }

  private let tallies = Lock(Tallies())

  /// Why there is no model, where loading one was tried.
  private let failureReason = Lock<String?>(nil)

  init(name: String) {
    self.name = name
    model = Lock(nil)
  }

  /// Why the slot has no model: nil while loading goes on, and once there is one.
  public var failure: String? { failureReason.withLock { $0 } }

  /// Notes that loading failed, so that tasks are refused with the reason and do not wait for ever.
  public func noteFailure(_ reason: String) {
    failureReason.withLock { $0 = reason }
  }

  /// Grows by one with every model that is swapped in.
  @inlinable
  public var generation: UInt64 { generationCounter.load(ordering: .relaxed) }

  /// The model that serves now. Takes a lock: not for the hot path, see `ModelHandle`.
  public func current() -> Model? {
    model.withLock { $0 }
  }

  /// The model and its generation, as one.
  func snapshot() -> (model: Model?, generation: UInt64) {
    model.withLock { ($0, generationCounter.load(ordering: .relaxed)) }
  }

  /// Rows that the slot's models have evaluated, over all handles and generations.
  public var evaluatedRows: UInt64 {
    tallies.withLock { tallies in
      tallies.live.values.reduce(tallies.ended) { $0 &+ $1.rows.load(ordering: .relaxed) }
    }
  }

  func beginTally() -> RowTally {
    let tally = RowTally()
    tallies.withLock { $0.live[ObjectIdentifier(tally)] = tally }
    return tally
  }

  func end(_ tally: RowTally) {
    tallies.withLock { tallies in
      tallies.live[ObjectIdentifier(tally)] = nil
      tallies.ended &+= tally.rows.load(ordering: .relaxed)
    }
  }

  /// Swaps `new` in; the old model lives until its last handle lets it go.
  func replace(with new: Model) {
    failureReason.withLock { $0 = nil }
    let old = model.withLock { model in
      let old = model
      model = new
      generationCounter.add(1, ordering: .releasing)
      return old
    }
    withExtendedLifetime(old) {}
  }
}
