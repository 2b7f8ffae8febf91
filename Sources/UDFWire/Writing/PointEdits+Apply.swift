extension PointEdits {
  /// The size of everything that is appended to a point's bytes.
  var appendedBytes: Int {
    var bytes = 0
    for index in 0..<memory.count { bytes &+= memory.edits[index].appendedBytes }
    if let time = memory.staged.pointee.time {
      bytes &+= 1 &+ Varint.byteCount(UInt64(bitPattern: time))
    }
    if let name = memory.staged.pointee.name {
      bytes &+= 1 &+ Varint.byteCount(name.count) &+ name.count
    }
    return bytes
  }

  /// Writes them and moves behind. Of a field that occurs twice the later one counts: appending sets.
  func append(to position: inout UnsafeMutableRawPointer) {
    let texts = UnsafeRawPointer(memory.staged.pointee.texts.start)
    if let time = memory.staged.pointee.time {
      position.storeBytes(of: 0x08, as: UInt8.self)
      position += 1
      Varint.write(UInt64(bitPattern: time), &position)
    }
    if let name = memory.staged.pointee.name {
      position.storeBytes(of: 0x12, as: UInt8.self)
      position += 1
      Varint.write(name.count, &position)
      position.copyMemory(from: texts + name.start, byteCount: name.count)
      position += name.count
    }
    for index in 0..<memory.count { memory.edits[index].append(to: &position, texts: texts) }
  }

  /// Whether the point may have entries that must not stay: of removed names, or of ones that change type.
  func mustLeaveOut(_ readings: FieldReadings?) -> Bool {
    let readings = readings.flatMap { readings in
      memory.known.map { $0.isSame(as: readings.table) } ?? false ? readings : nil
    }
    for index in 0..<memory.count {
      let edit = memory.edits[index]
      if edit.operation == .none || edit.operation == .setTag { continue }
      guard let readings, edit.slot >= 0 else { return true }
      let seen = readings.slot(edit.slot).kindsSeen
      let staying: UInt8 = edit.operation == .remove ? 0 : 1 &<< edit.operation.rawValue
      if seen & ~staying != 0 { return true }
    }
    return false
  }

  /// Calls `keep` for every stretch of the point that stays, in order: all but the entries of names for which something is staged.
  func forEachKept(
    in point: PointView, _ keep: (UnsafeRawPointer, Int) -> Void
  ) throws(WireFault) {
    var reader = WireReader(point.bytes, in: .point)
    var kept = point.body
    while true {
      let start = reader.position
      guard let tag = try reader.nextTag() else { break }
      let isTag = tag.number == PointField.tags
      let isEntry =
        tag.type == .lengthDelimited
        && (isTag || (PointField.fieldsDouble...PointField.fieldsString).contains(tag.number)
          || tag.number == PointField.fieldsBool)
      guard isEntry else {
        try reader.skip(tag)
        continue
      }
      if try isStaged(entry: try reader.lengthDelimited(), isTag: isTag) {
        if start > kept { keep(kept, start - kept) }
        kept = reader.position
      }
    }
    if point.end > kept { keep(kept, point.end - kept) }
  }

  private func isStaged(entry: UnsafeRawBufferPointer, isTag: Bool) throws(WireFault) -> Bool {
    var reader = WireReader(entry, in: .point)
    var name = UnsafeRawBufferPointer(start: reader.position, count: 0)
    while let tag = try reader.nextTag() {
      if tag.number == 1 && tag.type == .lengthDelimited {
        name = try reader.lengthDelimited()
      } else {
        try reader.skip(tag)
      }
    }
    let names = memory.names
    let place = (isTag ? names.tagIndex : names.fieldIndex)
      .find(name.baseAddress ?? reader.position, name.count)
    guard place >= 0 else { return false }
    return memory.edits[isTag ? names.fieldCount + place : place].operation != .none
  }
}
