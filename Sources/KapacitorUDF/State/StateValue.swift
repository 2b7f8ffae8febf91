/// A piece of a handler's state that can be written to a snapshot and read back exactly.
public protocol StateValue {
  func write(to writer: inout StateWriter)
  /// - Throws: `SnapshotError` for bytes that `write` cannot have written.
  init(from reader: inout StateReader) throws
}
