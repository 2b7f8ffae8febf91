/// What is staged for one name of a `PointEdits`.
@usableFromInline
struct Edit {
  /// The entry's first part, compiled: tag and length of the name, the name. Owned by the edits'
  /// memory.
  let key: UnsafeRawPointer
  let keyBytes: Int
  /// The name's slot in the readings that the edits know; -1 where those do not name it.
  let slot: Int
  /// The double's bits, the integer, 0 or 1, or where a text starts in the edits' text memory.
  var bits: UInt64 = 0
  /// A text's length.
  var count = 0
  var operation = EditOperation.none

  var appends: Bool { operation != .none && operation != .remove }

  /// Whether an entry that the point has may have to go. (A tag that is set stays: the one appended
  /// behind it counts.)
  var mayLeaveOut: Bool {
    switch operation {
    case .none, .setTag: false
    case .setString, .setInt, .setDouble, .setBool, .remove: true
    }
  }

  /// The masks of the kinds of entries that may stay when `mayLeaveOut`: of the same type, hidden
  /// by the one appended.
  var stayingKinds: UInt8 { operation == .remove ? 0 : 1 &<< operation.rawValue }

  /// The size of the map entry that says so, with its tag and length; 0 when nothing is to be
  /// appended.
  var appendedBytes: Int {
    let inner = entryBytes
    return inner == 0 ? 0 : 1 &+ Varint.byteCount(inner) &+ inner
  }

  /// The size of the entry itself.
  private var entryBytes: Int {
    switch operation {
    case .none, .remove: 0
    case .setDouble: keyBytes &+ 9
    case .setInt: keyBytes &+ 1 &+ Varint.byteCount(bits)
    case .setBool: keyBytes &+ 2
    case .setString, .setTag: keyBytes &+ 1 &+ Varint.byteCount(count) &+ count
    }
  }

  /// Writes the map entry, `appendedBytes` of it, and returns where it ends.
  func append(
    to start: UnsafeMutableRawPointer, texts: UnsafeRawPointer
  ) -> UnsafeMutableRawPointer {
    var position = start
    let mapTag: UInt8
    switch operation {
    case .none, .remove: return start
    case .setDouble: mapTag = EntryShape.fieldsDouble
    case .setInt: mapTag = EntryShape.fieldsInt
    case .setString: mapTag = EntryShape.fieldsString
    case .setBool: mapTag = EntryShape.fieldsBool
    case .setTag: mapTag = EntryShape.tags
    }
    position.storeBytes(of: mapTag, as: UInt8.self)
    position += 1
    Varint.write(entryBytes, &position)
    position.copyMemory(from: key, byteCount: keyBytes)
    position += keyBytes
    switch operation {
    case .none, .remove: break
    case .setDouble:
      position.storeBytes(of: 0x11, as: UInt8.self)
      (position + 1).storeBytes(of: bits.littleEndian, as: UInt64.self)
      position += 9
    case .setInt, .setBool:
      position.storeBytes(of: 0x10, as: UInt8.self)
      position += 1
      Varint.write(bits, &position)
    case .setString, .setTag:
      position.storeBytes(of: 0x12, as: UInt8.self)
      position += 1
      Varint.write(count, &position)
      position.copyMemory(from: texts + Int(bits), byteCount: count)
      position += count
    }
    return position
  }
}
