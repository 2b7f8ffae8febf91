/// The usual shape of a map entry: the name's tag, its length in one byte, the name, the value's
/// tag, the value, and nothing else.
///
/// Every implementation writes entries so; those of any other shape take a slower path.
@usableFromInline
enum EntryShape {
  // The tags of Point's maps, one byte each. Computed, so that they are constants in other modules
  // too.
  @inlinable static var tags: UInt8 { 0x3a }
  @inlinable static var fieldsDouble: UInt8 { 0x42 }
  @inlinable static var fieldsInt: UInt8 { 0x4a }
  @inlinable static var fieldsString: UInt8 { 0x52 }
  @inlinable static var fieldsBool: UInt8 { 0x62 }

  /// The name's length in a fieldsDouble entry; -1 for another shape. Its value is the last eight
  /// bytes.
  @inlinable @inline(__always)
  static func doubleName(_ start: UnsafeRawPointer, _ length: Int) -> Int {
    let name = length &- 11
    guard name >= 0, start.load(as: UInt8.self) == 0x0a,
      Int(start.load(fromByteOffset: 1, as: UInt8.self)) == name,
      start.load(fromByteOffset: name &+ 2, as: UInt8.self) == 0x11
    else { return -1 }
    return name
  }

  /// The name's length in a fieldsInt or fieldsBool entry; -1 for another shape. Its value is one
  /// varint from offset length + 3 to the entry's end.
  @inlinable @inline(__always)
  static func varintName(_ start: UnsafeRawPointer, _ length: Int) -> Int {
    let name = self.name(start, length, valueTag: 0x10)
    guard name >= 0 else { return -1 }
    // One varint: only its last byte is below 0x80.
    let count = length &- 3 &- name
    guard count <= Varint.maximumBytes else { return -1 }
    for offset in (name &+ 3)..<(length &- 1)
    where start.load(fromByteOffset: offset, as: UInt8.self) < 0x80 {
      return -1
    }
    return start.load(fromByteOffset: length &- 1, as: UInt8.self) < 0x80 ? name : -1
  }

  /// The name's length in a fieldsString or tags entry; -1 for another shape. Its value starts at
  /// offset length + 4.
  @inlinable @inline(__always)
  static func textName(_ start: UnsafeRawPointer, _ length: Int) -> Int {
    let name = self.name(start, length, valueTag: 0x12)
    guard name >= 0,
      Int(start.load(fromByteOffset: name &+ 3, as: UInt8.self)) == length &- 4 &- name
    else { return -1 }
    return name
  }

  /// The length of the name if it is followed by `valueTag` and at least one byte more; else -1.
  @inlinable @inline(__always)
  static func name(_ start: UnsafeRawPointer, _ length: Int, valueTag: UInt8) -> Int {
    guard length >= 4, start.load(as: UInt8.self) == 0x0a else { return -1 }
    let name = Int(start.load(fromByteOffset: 1, as: UInt8.self))
    guard name &+ 4 <= length, start.load(fromByteOffset: name &+ 2, as: UInt8.self) == valueTag
    else { return -1 }
    return name
  }
}
