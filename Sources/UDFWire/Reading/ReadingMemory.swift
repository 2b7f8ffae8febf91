/// What copies of a `FieldReadings` share: the table and the state.
@usableFromInline
final class ReadingMemory {
  let table: FieldTable
  let state: UnsafeMutablePointer<ReadingState>

  init(_ table: FieldTable) {
    self.table = table
    state = .allocate(capacity: 1)
    state.initialize(to: ReadingState(table))
  }

  deinit {
    state.pointee.slots.deallocate()
    state.deallocate()
  }
}
