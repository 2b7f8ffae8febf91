/// What a `PointEdits` has staged beside its fields and tags, and the texts of all.
struct StagedEdits {
  var texts = TextMemory(capacity: 256)
  private(set) var time: Int64 = 0
  private(set) var hasTime = false
  /// Where the new name lies in the texts.
  private(set) var nameStart = 0
  private(set) var nameCount = 0
  private(set) var hasName = false
  /// Nothing at all is staged, fields and tags included.
  var isEmpty = true

  mutating func removeAll() {
    texts.removeAll()
    hasTime = false
    hasName = false
    isEmpty = true
  }

  mutating func set(time: Int64) {
    self.time = time
    hasTime = true
    isEmpty = false
  }

  mutating func set(name: UnsafeRawBufferPointer) {
    nameStart = texts.append(name)
    nameCount = name.count
    hasName = true
    isEmpty = false
  }

  /// The size of what is appended to a point for time and name.
  var appendedBytes: Int {
    var bytes = 0
    if hasTime { bytes &+= 1 &+ Varint.byteCount(UInt64(bitPattern: time)) }
    if hasName { bytes &+= 1 &+ Varint.byteCount(nameCount) &+ nameCount }
    return bytes
  }

  /// Writes it and moves behind. Of a field that occurs twice the later one counts: appending sets.
  func append(to position: inout UnsafeMutableRawPointer) {
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
  }
}
