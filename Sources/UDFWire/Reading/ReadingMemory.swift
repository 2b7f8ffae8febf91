/// Owns the slots of a `FieldReadings`.
@usableFromInline
final class ReadingMemory {
  @usableFromInline let slots: UnsafeMutablePointer<Reading>

  init(count: Int) {
    slots = .allocate(capacity: max(1, count))
    slots.initialize(repeating: Reading(), count: max(1, count))
  }

  deinit { slots.deallocate() }
}
