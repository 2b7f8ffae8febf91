/// The names of the fields and tags that a handler looks for, compiled once, when the handler is
/// made.
///
/// Field `i` has slot `i` in the readings, tag `j` slot `fieldCount + j`.
public struct FieldTable: Sendable {
  @usableFromInline let memory: FieldTableMemory

  /// - Parameters:
  ///   - fields: field names, each once; a handler that writes fields lists those too, so that
  ///     `PointEdits` learns from the same walk which of them the point has already.
  ///   - tags: tag names, each once.
  /// - Throws: `.duplicateName`, `.nameTooLong` or `.tooManyNames`.
  public init(fields: [String], tags: [String] = []) throws(WireFault) {
    memory = FieldTableMemory(
      fields: try NameMemory(fields), tags: tags.isEmpty ? .none : try NameMemory(tags))
  }

  @inlinable public var fieldCount: Int { memory.fieldIndex.count }
  @inlinable public var tagCount: Int { memory.tagIndex.count }

  public var fields: [String] { memory.fields.strings }
  public var tags: [String] { memory.tags.strings }

  /// The slot of a field; nil where the table does not name it.
  public func slot(ofField name: String) -> Int? { memory.fields.place(of: name) }

  /// The slot of a tag; nil where the table does not name it.
  public func slot(ofTag name: String) -> Int? {
    memory.tags.place(of: name).map { fieldCount + $0 }
  }
}

/// What copies of a `FieldTable` share. Immutable.
@usableFromInline
final class FieldTableMemory: @unchecked Sendable {
  let fields: NameMemory
  let tags: NameMemory
  // Both point into the memory above.
  @usableFromInline let fieldIndex: NameIndex
  @usableFromInline let tagIndex: NameIndex

  init(fields: NameMemory, tags: NameMemory) {
    self.fields = fields
    self.tags = tags
    fieldIndex = fields.index
    tagIndex = tags.index
  }
}
