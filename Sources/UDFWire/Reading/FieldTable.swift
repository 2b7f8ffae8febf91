/// The names of the fields and tags that a handler looks for, compiled once, when the handler is made.
///
/// Field `i` has slot `i` in the readings, tag `j` slot `fieldCount + j`.
public struct FieldTable: Sendable {
  // The indexes point into these.
  private let fieldMemory: NameMemory
  private let tagMemory: NameMemory
  @usableFromInline nonisolated(unsafe) let fieldIndex: NameIndex
  @usableFromInline nonisolated(unsafe) let tagIndex: NameIndex

  /// - Parameters:
  ///   - fields: field names, each once; a handler that writes fields lists those too, so that `PointEdits` learns from the same walk
  ///     which of them the point has already.
  ///   - tags: tag names, each once.
  /// - Throws: `.duplicateName`, `.nameTooLong` or `.tooManyNames`.
  public init(fields: [String], tags: [String] = []) throws(WireFault) {
    fieldMemory = try NameMemory(fields)
    tagMemory = try NameMemory(tags)
    fieldIndex = fieldMemory.index
    tagIndex = tagMemory.index
  }

  @inlinable public var fieldCount: Int { fieldIndex.count }
  @inlinable public var tagCount: Int { tagIndex.count }

  public var fields: [String] { fieldMemory.strings }
  public var tags: [String] { tagMemory.strings }

  /// The slot of a field; nil where the table does not name it.
  public func slot(ofField name: String) -> Int? { slot(name, fieldIndex, from: 0) }

  /// The slot of a tag; nil where the table does not name it.
  public func slot(ofTag name: String) -> Int? { slot(name, tagIndex, from: fieldCount) }

  private func slot(_ name: String, _ index: NameIndex, from base: Int) -> Int? {
    var name = name
    let place = name.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      return index.find(bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!, bytes.count)
    }
    return place < 0 ? nil : base + place
  }

  /// Whether both are the same compiled table: copies of one are.
  func isSame(as other: FieldTable) -> Bool { fieldMemory === other.fieldMemory }
}
