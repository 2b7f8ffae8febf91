/// What is to be changed in one point: fields and tags set or removed, its time, its name.
/// `ResponseWriter.pass` applies it: the original bytes are copied, map entries appended; an entry
/// that must not stay (of a removed name, or of one that changes type) is left out.
///
/// A handler makes one and reuses it, with `reset()` between points: staging allocates nothing in
/// the steady state. Its memory is shared by copies.
public struct PointEdits {
  let memory: EditMemory
  // Owned by `memory`. Two words in all, so that the compiler keeps edits in registers.
  let state: UnsafeMutablePointer<EditState>

  /// - Parameters:
  ///   - fields: the names of the fields that are set or removed: field `i` has index `i`.
  ///   - tags: those of the tags: tag `j` has index `j` in `setTag` and `removeTag`.
  ///   - known: the table of the readings that will be at hand. What it also names is known from
  ///     the one walk that read the point; for other fields the point is walked once more.
  /// - Throws: `.duplicateName`, `.nameTooLong` or `.tooManyNames`.
  public init(
    writing fields: [String], tags: [String] = [], known: FieldTable? = nil
  ) throws(WireFault) {
    memory = EditMemory(names: try FieldTable(fields: fields, tags: tags), known: known)
    state = memory.state
  }

  public var fieldCount: Int { state.pointee.fieldCount }
  public var tagCount: Int { state.pointee.count - state.pointee.fieldCount }

  /// Nothing is staged.
  public var isEmpty: Bool { state.pointee.isEmpty }

  /// Forgets everything that is staged.
  public mutating func reset() {
    if !state.pointee.isEmpty { state.pointee.removeAll() }
  }

  public mutating func set(_ field: Int, _ value: Double) {
    stage(fieldEdit(field), .setDouble, value.bitPattern)
  }

  public mutating func set(_ field: Int, _ value: Int64) {
    stage(fieldEdit(field), .setInt, UInt64(bitPattern: value))
  }

  public mutating func set(_ field: Int, _ value: Bool) {
    stage(fieldEdit(field), .setBool, value ? 1 : 0)
  }

  /// Text that is not UTF-8 is repaired: Kapacitor drops the connection for it.
  public mutating func set(_ field: Int, _ value: BorrowedString) {
    guard value.isUTF8 else { return set(field, String(value)) }
    stageText(fieldEdit(field), .setString, value.bytes)
  }

  public mutating func set(_ field: Int, _ value: String) {
    var value = value
    value.withUTF8 { stageText(fieldEdit(field), .setString, UnsafeRawBufferPointer($0)) }
  }

  public mutating func set(_ field: Int, _ value: FieldValue) {
    switch value {
    case .double(let value): set(field, value)
    case .int(let value): set(field, value)
    case .bool(let value): set(field, value)
    case .string(let value): set(field, value)
    }
  }

  /// Leaves the field out, whatever type it has.
  public mutating func remove(_ field: Int) { stage(fieldEdit(field), .remove, 0) }

  /// Text that is not UTF-8 is repaired: Kapacitor drops the connection for it.
  public mutating func setTag(_ tag: Int, _ value: BorrowedString) {
    guard value.isUTF8 else { return setTag(tag, String(value)) }
    stageText(tagEdit(tag), .setTag, value.bytes)
  }

  public mutating func setTag(_ tag: Int, _ value: String) {
    var value = value
    value.withUTF8 { stageText(tagEdit(tag), .setTag, UnsafeRawBufferPointer($0)) }
  }

  public mutating func removeTag(_ tag: Int) { stage(tagEdit(tag), .remove, 0) }

  /// Sets the point's time: nanoseconds since 1970-01-01T00:00:00Z.
  public mutating func setTime(_ nanoseconds: Int64) { state.pointee.set(time: nanoseconds) }

  /// Sets the measurement.
  public mutating func setName(_ name: String) {
    var name = name
    name.withUTF8 { state.pointee.set(name: UnsafeRawBufferPointer($0)) }
  }

  private func fieldEdit(_ field: Int) -> UnsafeMutablePointer<Edit> {
    precondition(field >= 0 && field < fieldCount, "no such field in the edits")
    return state.pointee.edits + field
  }

  private func tagEdit(_ tag: Int) -> UnsafeMutablePointer<Edit> {
    precondition(tag >= 0 && tag < tagCount, "no such tag in the edits")
    return state.pointee.edits + (fieldCount + tag)
  }

  private func stage(
    _ edit: UnsafeMutablePointer<Edit>, _ operation: EditOperation, _ bits: UInt64
  ) {
    edit.pointee.operation = operation
    edit.pointee.bits = bits
    state.pointee.isEmpty = false
  }

  private func stageText(
    _ edit: UnsafeMutablePointer<Edit>, _ operation: EditOperation, _ bytes: UnsafeRawBufferPointer
  ) {
    stage(edit, operation, UInt64(state.pointee.texts.append(bytes)))
    edit.pointee.count = bytes.count
  }
}
