/// Owns everything behind a `PointEdits`.
final class EditMemory {
  let names: FieldTable
  let known: FieldTable?
  /// Fields, then tags.
  let edits: UnsafeMutablePointer<Edit>
  // Behind a pointer, since it changes with every point and needs no check of exclusive access there.
  let staged: UnsafeMutablePointer<StagedEdits>
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
    edits = .allocate(capacity: max(1, strings.count))
    for (index, string) in strings.enumerated() {
      let slot =
        index < names.fieldCount ? known?.slot(ofField: string) : known?.slot(ofTag: string)
      (edits + index).initialize(
        to: Edit(
          key: keys.start + places[index].lowerBound, keyBytes: places[index].count,
          slot: slot ?? -1))
    }
    staged = .allocate(capacity: 1)
    staged.initialize(to: StagedEdits())
  }

  deinit {
    staged.pointee.texts.deallocate()
    staged.deallocate()
    edits.deallocate()
  }
}
