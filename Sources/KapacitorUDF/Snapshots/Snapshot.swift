/// The state of a handler as bytes of its own making. `StateWriter` and `StateReader` help.
public struct Snapshot: Sendable, Equatable {
  public var bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Writes a snapshot value by value.
  public init(_ write: (inout StateWriter) throws -> Void) rethrows {
    var writer = StateWriter()
    try write(&writer)
    bytes = writer.bytes
  }

  /// Reads the values back and makes sure that none is left over.
  ///
  /// - Throws: `SnapshotError` when the bytes end early or go on.
  public func read(_ body: (inout StateReader) throws -> Void) throws {
    var reader = StateReader(bytes)
    try body(&reader)
    try reader.finish()
  }
}
