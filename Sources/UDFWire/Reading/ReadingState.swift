/// The working state of a `FieldReadings`, in memory of its own.
@usableFromInline
struct ReadingState {
  // Invariant: `slotCount` of them, one for each name of the table, fields first.
  @usableFromInline let slots: UnsafeMutablePointer<Reading>
  @usableFromInline let slotCount: Int
  @usableFromInline let fieldIndex: NameIndex
  @usableFromInline let tagIndex: NameIndex
  /// The numbers of the maps beside fieldsDouble that have names in the table, as bits.
  @usableFromInline let otherMaps: UInt16
  /// Where the point's time lies, a varint proved complete; nil where it has none. Decoded when
  /// asked for: most handlers never do.
  @usableFromInline var timeStart: UnsafeRawPointer?

  init(_ table: FieldTable) {
    fieldIndex = table.memory.fieldIndex
    tagIndex = table.memory.tagIndex
    slotCount = fieldIndex.count + tagIndex.count
    slots = .allocate(capacity: max(1, slotCount))
    slots.initialize(repeating: Reading(), count: max(1, slotCount))
    otherMaps =
      (fieldIndex.count > 0
        ? 1 << PointField.fieldsInt | 1 << PointField.fieldsString | 1 << PointField.fieldsBool : 0)
      | (tagIndex.count > 0 ? 1 << PointField.tags : 0)
  }
}
