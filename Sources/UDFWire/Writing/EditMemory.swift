/// Owns everything behind a `PointEdits`.
final class EditMemory {
  let names: FieldTable
  let known: FieldTable?
  // Behind a pointer, since it changes with every point and needs no check of exclusive access
  // there.
  let state: UnsafeMutablePointer<EditState>
  // What the edits' keys point into.
  private let keys: EntryMemory

  init(names: FieldTable, known: FieldTable?) {
    self.names = names
    self.known = known
    let strings = names.fields + names.tags
    var bytes: [UInt8] = []
    var places: [Range<Int>] = []
    for string in strings {
      let start = bytes.count
      bytes.append(0x0a)
      bytes.appendEncoded(Varint.byteCount(string.utf8.count)) {
        $0.varint(UInt64(string.utf8.count))
      }
      bytes += string.utf8
      places.append(start..<bytes.count)
    }
    keys = EntryMemory(bytes)
    let edits = UnsafeMutablePointer<Edit>.allocate(capacity: max(1, strings.count))
    for (index, string) in strings.enumerated() {
      let slot =
        index < names.fieldCount ? known?.slot(ofField: string) : known?.slot(ofTag: string)
      (edits + index).initialize(
        to: Edit(
          key: keys.start + places[index].lowerBound, keyBytes: places[index].count,
          slot: slot ?? -1))
    }
    state = .allocate(capacity: 1)
    state.initialize(
      to: EditState(edits: edits, count: strings.count, fieldCount: names.fieldCount))
  }

  deinit {
    state.pointee.texts.deallocate()
    state.pointee.edits.deallocate()
    state.deallocate()
  }
}
