extension FieldReadings {
  /// Reads everything that the table names from one point, in one walk.
  ///
  /// The last occurrence of a name counts; across types Kapacitor's order does: bool before double before int before string.
  /// - Throws: what is wrong with the point's bytes; the readings are then of no use.
  @inlinable
  public mutating func read(_ point: PointView) throws(WireFault) {
    for index in 0..<slotCount { slots[index] = Reading() }
    time = 0
    var position = point.body
    let end = point.end
    while position < end {
      // The usual field: a tag of one byte, a length of one byte, an entry of the usual shape.
      let tag = position.load(as: UInt8.self)
      let left = end - position
      if tag & 0x87 == 0x02 && left >= 2 {
        let length = Int(position.load(fromByteOffset: 1, as: UInt8.self))
        if length < 0x80 && length <= left &- 2 {
          position += 2
          if !readUsualEntry(tag, position, length) {
            try readEntry(number: Int(tag &>> 3), position, length)
          }
          position += length
          continue
        }
      }
      try readUnusualField(&position, end)
    }
  }

  /// Reads an entry `0a length name, tag, value` whose lengths are one byte each; false where it has another shape.
  @inlinable @inline(__always)
  func readUsualEntry(_ tag: UInt8, _ start: UnsafeRawPointer, _ length: Int) -> Bool {
    switch tag {
    case 0x42:  // fieldsDouble: the value is always 9 bytes with its tag.
      let nameBytes = length &- 11
      guard nameBytes >= 0, start.loadUnaligned(as: UInt16.self) == Self.nameHead(nameBytes),
        start.load(fromByteOffset: nameBytes &+ 2, as: UInt8.self) == 0x11
      else { return false }
      let slot = table.fieldIndex.find(start + 2, nameBytes)
      if slot >= 0 {
        slots[slot].take(
          .double,
          UInt64(
            littleEndian: start.loadUnaligned(fromByteOffset: nameBytes &+ 3, as: UInt64.self)))
      }
      return true
    case 0x4a:  // fieldsInt
      guard let nameBytes = Self.nameBytes(start, length, valueTag: 0x10) else { return false }
      let slot = table.fieldIndex.find(start + 2, nameBytes)
      if slot >= 0 {
        var position = start + (nameBytes &+ 3)
        let end = start + length
        guard let value = Varint.read(&position, end), position == end else { return false }
        slots[slot].take(.int, value)
      }
      return true
    case 0x62:  // fieldsBool
      guard let nameBytes = Self.nameBytes(start, length, valueTag: 0x10),
        nameBytes &+ 4 == length
      else { return false }
      let slot = table.fieldIndex.find(start + 2, nameBytes)
      if slot >= 0 {
        let value = start.load(fromByteOffset: nameBytes &+ 3, as: UInt8.self)
        guard value < 0x80 else { return false }
        slots[slot].take(.bool, value == 0 ? 0 : 1)
      }
      return true
    case 0x52:  // fieldsString
      return readUsualText(.string, table.fieldIndex, 0, start, length)
    case 0x3a:  // tags
      if table.tagIndex.count == 0 { return true }
      return readUsualText(.tag, table.tagIndex, table.fieldCount, start, length)
    default:
      return true
    }
  }

  @inlinable @inline(__always)
  func readUsualText(
    _ kind: ReadingKind, _ index: NameIndex, _ base: Int, _ start: UnsafeRawPointer, _ length: Int
  ) -> Bool {
    guard let nameBytes = Self.nameBytes(start, length, valueTag: 0x12) else { return false }
    let count = length &- 4 &- nameBytes
    guard Int(start.load(fromByteOffset: nameBytes &+ 3, as: UInt8.self)) == count else {
      return false
    }
    let place = index.find(start + 2, nameBytes)
    if place >= 0 {
      slots[base &+ place].take(
        kind, UInt64(UInt(bitPattern: start + (nameBytes &+ 4))), count)
    }
    return true
  }

  /// An entry's first two bytes: the name's tag and its length.
  @inlinable @inline(__always)
  static func nameHead(_ nameBytes: Int) -> UInt16 {
    UInt16(littleEndian: 0x0a | UInt16(truncatingIfNeeded: nameBytes) &<< 8)
  }

  /// The length of the name, if the entry is a name, the value's tag and at least one byte more.
  @inlinable @inline(__always)
  static func nameBytes(_ start: UnsafeRawPointer, _ length: Int, valueTag: UInt8) -> Int? {
    guard length >= 4, start.load(as: UInt8.self) == 0x0a else { return nil }
    let nameBytes = Int(start.load(fromByteOffset: 1, as: UInt8.self))
    guard nameBytes &+ 4 <= length,
      start.load(fromByteOffset: nameBytes &+ 2, as: UInt8.self) == valueTag
    else { return nil }
    return nameBytes
  }
}
