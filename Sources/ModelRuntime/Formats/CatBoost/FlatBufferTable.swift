/// A table in a FlatBuffer of which nothing is trusted: every offset, length and vtable is checked
/// against the buffer before it is followed. A field that the file leaves out is nil.
struct FlatBufferTable {
  private let bytes: UnsafeRawBufferPointer
  private let position: Int
  private let vtable: Int
  private let vtableBytes: Int
  private let tableBytes: Int
  /// `TModelTrees`: for error messages.
  let name: String

  /// The buffer's root table.
  init(root bytes: UnsafeRawBufferPointer, name: String) throws(ModelError) {
    guard bytes.count >= 8 else { throw FlatBufferTable.error(name, "the buffer is too short") }
    let offset = Int(bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
    try self.init(bytes, at: offset, name: name)
  }

  private init(
    _ bytes: UnsafeRawBufferPointer, at position: Int, name: String
  ) throws(ModelError) {
    self.bytes = bytes
    self.position = position
    self.name = name
    guard position >= 4, position <= bytes.count - 4 else {
      throw FlatBufferTable.error(name, "its offset \(position) is outside the buffer")
    }
    let back = Int(bytes.loadUnaligned(fromByteOffset: position, as: Int32.self))
    vtable = position - back
    guard vtable >= 0, vtable <= bytes.count - 4 else {
      throw FlatBufferTable.error(name, "its vtable is outside the buffer")
    }
    vtableBytes = Int(bytes.loadUnaligned(fromByteOffset: vtable, as: UInt16.self))
    tableBytes = Int(bytes.loadUnaligned(fromByteOffset: vtable + 2, as: UInt16.self))
    guard vtableBytes >= 4, vtableBytes % 2 == 0, vtableBytes <= bytes.count - vtable,
      tableBytes >= 4, tableBytes <= bytes.count - position
    else { throw FlatBufferTable.error(name, "it does not fit the buffer") }
  }

  private static func error(_ name: String, _ cause: String) -> ModelError {
    ModelError(.damaged, cause: cause, remedy: "save the model again", position: name)
  }

  func error(_ cause: String) -> ModelError { FlatBufferTable.error(name, cause) }

  /// Where a field's value lies; nil: the file leaves it out.
  private func offset(of field: Int, bytes size: Int) throws(ModelError) -> Int? {
    let entry = 4 + 2 * field
    guard entry + 2 <= vtableBytes else { return nil }
    let offset = Int(bytes.loadUnaligned(fromByteOffset: vtable + entry, as: UInt16.self))
    guard offset != 0 else { return nil }
    guard offset >= 4, offset + size <= tableBytes else {
      throw error("field \(field) is outside the table")
    }
    return position + offset
  }

  func scalar<T: BitwiseCopyable>(_ field: Int, as type: T.Type) throws(ModelError) -> T? {
    guard let offset = try offset(of: field, bytes: MemoryLayout<T>.size) else { return nil }
    return bytes.loadUnaligned(fromByteOffset: offset, as: type)
  }

  /// Follows the offset stored at `place`.
  private func target(_ place: Int, _ field: Int) throws(ModelError) -> Int {
    let target = place + Int(bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    guard target <= bytes.count - 4 else { throw error("field \(field) points outside the buffer") }
    return target
  }

  /// Where a vector's elements lie and how many there are, which all fit the buffer.
  private func vector(
    _ field: Int, elementBytes: Int
  ) throws(ModelError) -> (start: Int, count: Int)? {
    guard let place = try offset(of: field, bytes: 4) else { return nil }
    let start = try target(place, field) + 4
    let count = Int(bytes.loadUnaligned(fromByteOffset: start - 4, as: UInt32.self))
    guard count <= (bytes.count - start) / elementBytes else {
      throw error("field \(field) has \(count) elements, more than the buffer holds")
    }
    return (start, count)
  }

  /// A vector of numbers or of packed structs; missing: none.
  func vector<T: BitwiseCopyable>(_ field: Int, of type: T.Type) throws(ModelError) -> [T] {
    let size = MemoryLayout<T>.stride
    guard let (start, count) = try vector(field, elementBytes: size) else { return [] }
    return (0..<count).map { bytes.loadUnaligned(fromByteOffset: start + $0 * size, as: type) }
  }

  func count(_ field: Int) throws(ModelError) -> Int {
    try vector(field, elementBytes: 1)?.count ?? 0
  }

  func string(_ field: Int) throws(ModelError) -> String? {
    guard let (start, count) = try vector(field, elementBytes: 1) else { return nil }
    return String(decoding: bytes[start..<(start + count)], as: UTF8.self)
  }

  func table(_ field: Int, name: String) throws(ModelError) -> FlatBufferTable? {
    guard let place = try offset(of: field, bytes: 4) else { return nil }
    return try FlatBufferTable(bytes, at: try target(place, field), name: name)
  }

  func tables(_ field: Int, name: String) throws(ModelError) -> [FlatBufferTable] {
    guard let (start, count) = try vector(field, elementBytes: 4) else { return [] }
    var tables: [FlatBufferTable] = []
    for index in 0..<count {
      tables.append(
        try FlatBufferTable(
          bytes, at: try target(start + 4 * index, field), name: "\(name) \(index)"))
    }
    return tables
  }
}
