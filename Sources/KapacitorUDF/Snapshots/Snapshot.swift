/// The state of a handler as bytes of its own making. `StateWriter` and `StateReader` help.
///
/// Large arrays that are written into one are shared with the handler, and copied where the snapshot is kept.
public struct Snapshot: Sendable, Equatable {
  let pieces: StatePieces

  public init(_ bytes: [UInt8]) { pieces = StatePieces(bytes) }

  /// Writes a snapshot value by value.
  public init(_ write: (inout StateWriter) throws -> Void) rethrows {
    var writer = StateWriter()
    try write(&writer)
    pieces = writer.pieces
  }

  public var bytes: [UInt8] { pieces.joined }

  public var isEmpty: Bool { pieces.count == 0 }

  public static func == (left: Snapshot, right: Snapshot) -> Bool { left.bytes == right.bytes }

  /// Reads the values back and makes sure that none is left over.
  ///
  /// - Throws: `SnapshotError` when the bytes end early or go on.
  public func read(_ body: (inout StateReader) throws -> Void) throws {
    var reader = StateReader(bytes)
    try body(&reader)
    try reader.finish()
  }
}
