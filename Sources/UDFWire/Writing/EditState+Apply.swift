extension EditState {
  /// The size of everything that is appended to a point's bytes.
  var appendedBytes: Int {
    var bytes = 0
    if hasTime { bytes &+= 1 &+ Varint.byteCount(UInt64(bitPattern: time)) }
    if hasName { bytes &+= 1 &+ Varint.byteCount(nameCount) &+ nameCount }
    for index in 0..<count { bytes &+= edits[index].appendedBytes }
    return bytes
  }

  /// Writes it and returns where it ends. Of a field that occurs twice the later one counts:
  /// appending sets.
  func append(to start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    var position = start
    if hasTime {
      position.storeBytes(of: 0x08, as: UInt8.self)
      position += 1
      Varint.write(UInt64(bitPattern: time), &position)
    }
    if hasName {
      position.storeBytes(of: 0x12, as: UInt8.self)
      position += 1
      Varint.write(nameCount, &position)
      position.copyMemory(from: texts.start + nameStart, byteCount: nameCount)
      position += nameCount
    }
    let texts = UnsafeRawPointer(self.texts.start)
    for index in 0..<count where edits[index].appends {
      position = edits[index].append(to: position, texts: texts)
    }
    return position
  }

  /// Whether a point of which nothing is known may have entries that must not stay.
  var mayLeaveOut: Bool {
    for index in 0..<count where edits[index].mayLeaveOut { return true }
    return false
  }

  /// Whether a point of which these readings were made, by the table that the edits know, has
  /// entries that must not stay: of removed names, or of ones that change type.
  func mustLeaveOut(_ readings: UnsafePointer<ReadingState>) -> Bool {
    for index in 0..<count where edits[index].mayLeaveOut {
      let slot = edits[index].slot
      if slot < 0 || readings.pointee.slots[slot].kindsSeen & ~edits[index].stayingKinds != 0 {
        return true
      }
    }
    return false
  }
}
