extension FieldReadings {
  /// Reads everything that the table names from one point, in one walk.
  ///
  /// The last occurrence of a name counts; across types Kapacitor's order does: bool before double
  /// before int before string.
  /// - Throws: what is wrong with the point's bytes; the readings are then of no use.
  @inlinable
  public mutating func read(_ point: PointView) throws(WireFault) {
    try state.pointee.read(point)
  }
}

extension ReadingState {
  @inlinable
  mutating func read(_ point: PointView) throws(WireFault) {
    for index in 0..<slotCount { slots[index] = Reading() }
    timeStart = nil
    // In locals, since the compiler cannot know that the slots do not lie over them.
    let fieldIndex = self.fieldIndex
    let slots = self.slots
    let others = otherMaps
    let end = point.end
    // Never lent to a call by reference: it must stay in a register, since every step of the walk
    // waits for it.
    var position = point.body
    while position < end {
      // The usual field: a tag of one byte, a length of one byte, an entry of the usual shape.
      let left = end - position
      if left >= 2 {
        // Both bytes at once: the tag's upper and lower bits, and that the length goes on in no other byte.
        let head = UInt16(littleEndian: position.loadUnaligned(as: UInt16.self))
        let length = Int(head &>> 8)
        if head & 0x8087 == 0x0002 && length <= left &- 2 {
          let tag = UInt8(truncatingIfNeeded: head)
          let start = position + 2
          position = start + length
          if tag == EntryShape.fieldsDouble {
            let name = EntryShape.doubleName(start, length)
            if name >= 0 {
              let place = fieldIndex.find(start + 2, name)
              if place >= 0 {
                let bits = start.loadUnaligned(fromByteOffset: name &+ 3, as: UInt64.self)
                slots[place].take(.double, UInt64(littleEndian: bits))
              }
            } else {
              try readEntry(tag, start, length)
            }
          } else if others &>> UInt16(truncatingIfNeeded: tag &>> 3) & 1 != 0 {
            if !readUsualEntry(tag, start, length) { try readEntry(tag, start, length) }
          }
          continue
        }
      }
      if position.load(as: UInt8.self) == 0x08, let next = Varint.end(of: position + 1, end) {
        timeStart = position + 1
        position = next
        continue
      }
      position = try readUnusualField(position, end)
    }
  }

  /// Reads an entry of the usual shape (`EntryShape`) of any map but fieldsDouble; false where it
  /// has another.
  @inlinable @inline(never)
  mutating func readUsualEntry(_ tag: UInt8, _ start: UnsafeRawPointer, _ length: Int) -> Bool {
    switch tag {
    case EntryShape.fieldsInt, EntryShape.fieldsBool:
      let name = EntryShape.varintName(start, length)
      if name < 0 { return false }
      let place = fieldIndex.find(start + 2, name)
      if place >= 0 {
        var position = start + (name &+ 3)
        let value = Varint.read(&position, start + length) ?? 0
        if tag == EntryShape.fieldsInt {
          slots[place].take(.int, value)
        } else {
          slots[place].take(.bool, value == 0 ? 0 : 1)
        }
      }
      return true
    case EntryShape.fieldsString:
      return readUsualText(.string, fieldIndex, 0, start, length)
    default:
      return readUsualText(.tag, tagIndex, fieldIndex.count, start, length)
    }
  }

  @inlinable @inline(__always)
  mutating func readUsualText(
    _ kind: ReadingKind, _ index: NameIndex, _ base: Int, _ start: UnsafeRawPointer, _ length: Int
  ) -> Bool {
    let name = EntryShape.textName(start, length)
    if name < 0 { return false }
    let place = index.find(start + 2, name)
    if place >= 0 {
      slots[base &+ place].take(
        kind, UInt64(UInt(bitPattern: start + (name &+ 4))), length &- 4 &- name)
    }
    return true
  }
}
