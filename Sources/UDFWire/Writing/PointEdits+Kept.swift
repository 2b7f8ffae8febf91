extension PointEdits {
  /// Calls `keep` for every stretch of the point that stays, in order: all but the entries of names
  /// for which something is staged.
  @inline(__always)
  func forEachKept(
    in point: PointView, _ keep: (UnsafeRawPointer, Int) -> Void
  ) throws(WireFault) {
    let fields = memory.names.memory.fieldIndex
    let tags = memory.names.memory.tagIndex
    let edits = state.pointee.edits
    var kept = point.body
    var position = point.body
    while position < point.end {
      let start = position
      let place: Int
      (place, position) = try nextEntry(position, point.end, fields, tags)
      if place >= 0 && edits[place].operation != .none {
        if start > kept { keep(kept, start - kept) }
        kept = position
      }
    }
    if point.end > kept { keep(kept, point.end - kept) }
  }

  /// The place of the edit whose name the field at `position` is an entry of, or -1; and where the
  /// next field starts.
  @inline(__always)
  private func nextEntry(
    _ position: UnsafeRawPointer, _ end: UnsafeRawPointer, _ fields: NameIndex,
    _ tags: NameIndex
  ) throws(WireFault) -> (place: Int, next: UnsafeRawPointer) {
    let left = end - position
    let tag = position.load(as: UInt8.self)
    if tag & 0x87 == 0x02 && left >= 2 {
      let length = Int(position.load(fromByteOffset: 1, as: UInt8.self))
      if length < 0x80 && length <= left &- 2 {
        let start = position + 2
        let name: Int
        switch tag {
        case EntryShape.fieldsDouble: name = EntryShape.doubleName(start, length)
        case EntryShape.fieldsInt, EntryShape.fieldsBool:
          name = EntryShape.varintName(start, length)
        case EntryShape.fieldsString, EntryShape.tags: name = EntryShape.textName(start, length)
        default:
          return (-1, start + length)
        }
        if name >= 0 {
          if tag != EntryShape.tags { return (fields.find(start + 2, name), start + length) }
          let place = tags.find(start + 2, name)
          return (place < 0 ? -1 : fields.count + place, start + length)
        }
      }
    }
    if tag == 0x08, let next = Varint.end(of: position + 1, end) { return (-1, next) }
    return try nextUnusualEntry(position, end, fields, tags)
  }

  @inline(never)
  private func nextUnusualEntry(
    _ position: UnsafeRawPointer, _ end: UnsafeRawPointer, _ fields: NameIndex,
    _ tags: NameIndex
  ) throws(WireFault) -> (place: Int, next: UnsafeRawPointer) {
    var reader = WireReader(
      UnsafeRawBufferPointer(start: position, count: end - position), in: .point)
    guard let tag = try reader.nextTag() else { return (-1, end) }
    switch (tag.number, tag.type) {
    case (PointField.tags, .lengthDelimited), (PointField.fieldsDouble, .lengthDelimited),
      (PointField.fieldsInt, .lengthDelimited), (PointField.fieldsString, .lengthDelimited),
      (PointField.fieldsBool, .lengthDelimited):
      break
    default:
      try reader.skip(tag)
      return (-1, reader.position)
    }
    var entry = WireReader(try reader.lengthDelimited(), in: .point)
    var name = UnsafeRawBufferPointer(start: entry.position, count: 0)
    while let part = try entry.nextTag() {
      if part.number == 1 && part.type == .lengthDelimited {
        name = try entry.lengthDelimited()
      } else {
        try entry.skip(part)
      }
    }
    let isTag = tag.number == PointField.tags
    let place = (isTag ? tags : fields).find(name.baseAddress ?? entry.position, name.count)
    return (isTag && place >= 0 ? fields.count + place : place, reader.position)
  }
}
