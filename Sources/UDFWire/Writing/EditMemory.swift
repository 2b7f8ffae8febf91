/// Owns everything behind a `PointEdits`.
final class EditMemory {
  /// What is staged beside fields and tags, and the texts.
  struct Staged {
    var texts = TextMemory(capacity: 256)
    var time: Int64?
    /// Where the new name lies in the texts.
    var name: (start: Int, count: Int)?
    /// Whether anything at all is staged.
    var isEmpty = true
  }

  let names: FieldTable
  let known: FieldTable?
  /// Fields, then tags.
  let edits: UnsafeMutablePointer<Edit>
  let count: Int
  // Behind a pointer, since it changes with every point and needs no check of exclusive access there.
  let staged: UnsafeMutablePointer<Staged>
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
    count = strings.count
    edits = .allocate(capacity: max(1, count))
    for (index, string) in strings.enumerated() {
      let slot =
        index < names.fieldCount ? known?.slot(ofField: string) : known?.slot(ofTag: string)
      (edits + index).initialize(
        to: Edit(
          key: keys.start + places[index].lowerBound, keyBytes: places[index].count,
          slot: slot ?? -1))
    }
    staged = .allocate(capacity: 1)
    staged.initialize(to: Staged())
  }

  deinit {
    staged.pointee.texts.deallocate()
    staged.deallocate()
    edits.deallocate()
  }
}
