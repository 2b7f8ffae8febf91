extension PointEdits {
  /// The size of everything that is appended to a point's bytes.
  var appendedBytes: Int {
    var bytes = staged.pointee.appendedBytes
    for index in 0..<(fieldCount &+ tagCount) { bytes &+= edits[index].appendedBytes }
    return bytes
  }

  /// Writes them and moves behind.
  func append(to position: inout UnsafeMutableRawPointer) {
    staged.pointee.append(to: &position)
    let texts = UnsafeRawPointer(staged.pointee.texts.start)
    for index in 0..<(fieldCount &+ tagCount) { edits[index].append(to: &position, texts: texts) }
  }

  /// Whether a point of which nothing is known may have entries that must not stay.
  var mayLeaveOut: Bool {
    for index in 0..<(fieldCount &+ tagCount) where edits[index].mayLeaveOut { return true }
    return false
  }

  /// Whether a point of which `readings` were read has entries that must not stay: of removed names, or of ones that change type.
  func mustLeaveOut(_ readings: FieldReadings) -> Bool {
    guard memory.known?.memory === readings.memory.table.memory else { return mayLeaveOut }
    for index in 0..<(fieldCount &+ tagCount) where edits[index].mayLeaveOut {
      let slot = edits[index].slot
      if slot < 0 || readings.slot(slot).kindsSeen & ~edits[index].stayingKinds != 0 {
        return true
      }
    }
    return false
  }
}
