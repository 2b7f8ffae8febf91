extension ReadingState {
  /// Reads one field of any kind or shape: the time, long entries, unknown fields, long tags.
  /// Returns where the next one starts.
  @usableFromInline @inline(never)
  mutating func readUnusualField(
    _ position: UnsafeRawPointer, _ end: UnsafeRawPointer
  ) throws(WireFault) -> UnsafeRawPointer {
    var reader = WireReader(
      UnsafeRawBufferPointer(start: position, count: end - position), in: .point)
    guard let tag = try reader.nextTag() else { return end }
    switch (tag.number, tag.type) {
    case (PointField.time, .varint):
      timeStart = reader.position
      _ = try reader.varint()
    case (PointField.tags, .lengthDelimited), (PointField.fieldsDouble, .lengthDelimited),
      (PointField.fieldsInt, .lengthDelimited), (PointField.fieldsString, .lengthDelimited),
      (PointField.fieldsBool, .lengthDelimited):
      let entry = try reader.lengthDelimited()
      if let start = entry.baseAddress { try readEntry(UInt8(tag.encoded), start, entry.count) }
    default:
      try reader.skip(tag)
    }
    return reader.position
  }

  /// Reads an entry of any shape of the map with this tag: parts in any order, missing or repeated,
  /// unknown ones between them.
  @usableFromInline @inline(never)
  mutating func readEntry(
    _ tag: UInt8, _ start: UnsafeRawPointer, _ length: Int
  ) throws(WireFault) {
    let kind: ReadingKind
    let valueType: WireType
    switch tag {
    case EntryShape.fieldsDouble: (kind, valueType) = (.double, .fixed64)
    case EntryShape.fieldsInt: (kind, valueType) = (.int, .varint)
    case EntryShape.fieldsBool: (kind, valueType) = (.bool, .varint)
    case EntryShape.fieldsString: (kind, valueType) = (.string, .lengthDelimited)
    default: (kind, valueType) = (.tag, .lengthDelimited)
    }
    var reader = WireReader(UnsafeRawBufferPointer(start: start, count: length), in: .point)
    var name = UnsafeRawBufferPointer(start: start, count: 0)
    // What a missing value means: 0, false, or a text without bytes, which still needs an address.
    var bits =
      valueType == .lengthDelimited ? UInt64(UInt(bitPattern: start)) : 0
    var count = 0
    while let tag = try reader.nextTag() {
      if tag.number == 1 && tag.type == .lengthDelimited {
        name = try reader.lengthDelimited()
      } else if tag.number == 2 && tag.type == valueType {
        switch valueType {
        case .fixed64: bits = try reader.double().bitPattern
        case .varint:
          bits = try reader.varint()
          if kind == .bool { bits = bits == 0 ? 0 : 1 }
        default:
          let text = try reader.lengthDelimited()
          bits = UInt64(UInt(bitPattern: text.baseAddress ?? start))
          count = text.count
        }
      } else {
        try reader.skip(tag)
      }
    }
    let isTag = kind == .tag
    let place = (isTag ? tagIndex : fieldIndex)
      .find(name.baseAddress ?? start, name.count)
    if place >= 0 { slots[isTag ? fieldIndex.count + place : place].take(kind, bits, count) }
  }
}
