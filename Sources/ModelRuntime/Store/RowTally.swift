import Synchronization

/// How many rows one handle's model has evaluated: counted by its handler's thread alone, read by any. A plain store for
/// each evaluation, where a counter of the slot would be fought over by all loops.
@usableFromInline
final class RowTally: Sendable {
  @usableFromInline let rows = Atomic<UInt64>(0)

  init() {}

  @inlinable
  func add(_ count: Int) {
    rows.store(rows.load(ordering: .relaxed) &+ UInt64(count), ordering: .relaxed)
  }
}
