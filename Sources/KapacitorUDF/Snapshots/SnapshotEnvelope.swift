import PlainText

/// A snapshot as Kapacitor stores it: the handler's bytes and what must be known to judge, at a
/// Restore that may come a year and three versions later, whether they fit.
///
/// Layout (little-endian): magic `UDFS`, format version (UInt16), handler name, layout version
/// (UInt32), layout digest (UInt64), model digests, the handler's bytes, CRC-32 of all before. In format 2 there is no
/// CRC-32: so the journal keeps it, which is memory, many times a second.
struct SnapshotEnvelope: Equatable {
  static let magic: [UInt8] = Array("UDFS".utf8)
  static let formatVersion: UInt16 = 1
  static let unstoredFormatVersion: UInt16 = 2
  private static let checksumBytes = 4

  var handler: String
  var layoutVersion: UInt32
  var layoutDigest: UInt64
  var modelDigests: [String]
  var snapshot: Snapshot

  init(handler: String, layout: StateLayout, snapshot: Snapshot) {
    self.handler = handler
    layoutVersion = layout.version
    layoutDigest = layout.digest
    modelDigests = layout.modelDigests
    self.snapshot = snapshot
  }

  /// As it goes to a disk.
  func encoded() -> [UInt8] {
    var bytes = pieces(format: Self.formatVersion).joined
    let checksum = Checksum.crc32(bytes)
    withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// As the journal keeps it, which is memory, many times a second: without a checksum, and not copied.
  func encodedForMemory() -> StatePieces { pieces(format: Self.unstoredFormatVersion) }

  private func pieces(format: UInt16) -> StatePieces {
    var writer = StateWriter()
    writeHead(to: &writer, format: format)
    writer.write(snapshot.pieces)
    return writer.pieces
  }

  private func writeHead(to writer: inout StateWriter, format: UInt16) {
    for byte in Self.magic { writer.write(byte) }
    writer.write(format)
    writer.write(handler)
    writer.write(layoutVersion)
    writer.write(layoutDigest)
    writer.write(UInt64(modelDigests.count))
    for digest in modelDigests { writer.write(digest) }
  }

  /// - Parameter isStored: it comes from a disk: without a checksum it is refused.
  init(decoding bytes: [UInt8], isStored: Bool = true) throws(SnapshotError) {
    guard bytes.starts(with: Self.magic) else {
      throw SnapshotError(
        "the snapshot was not written by udfd: another UDF served this task before")
    }
    guard bytes.count > Self.magic.count + Self.checksumBytes else { throw .cut }
    let unstored = [UInt8(Self.unstoredFormatVersion), 0]
    let isChecked = isStored || !bytes.dropFirst(Self.magic.count).starts(with: unstored)
    if isChecked {
      var tail = StateReader(Array(bytes.suffix(Self.checksumBytes)))
      let checksum = try tail.int(UInt32.self)
      guard checksum == Checksum.crc32(bytes.dropLast(Self.checksumBytes)) else {
        throw SnapshotError("the snapshot is damaged: its checksum does not fit")
      }
    }
    var reader = StateReader(
      Array(bytes.dropFirst(Self.magic.count).dropLast(isChecked ? Self.checksumBytes : 0)))
    let format = try reader.int(UInt16.self)
    guard format == (isChecked ? Self.formatVersion : Self.unstoredFormatVersion) else {
      throw SnapshotError(
        "the snapshot has format \(format), this udfd reads \(Self.formatVersion): it is of another version"
      )
    }
    handler = try reader.string()
    layoutVersion = try reader.int(UInt32.self)
    layoutDigest = try reader.int(UInt64.self)
    let count = try reader.count(ofAtLeast: 4)
    modelDigests = []
    for _ in 0..<count { modelDigests.append(try reader.string()) }
    snapshot = Snapshot(try reader.byteArray())
    try reader.finish()
  }

  /// Whether the state fits a handler.
  func check(handler: String, layout: StateLayout) throws(SnapshotError) {
    guard self.handler == handler else {
      throw SnapshotError(
        "the snapshot is of UDF \(OneLine.escaping(self.handler)), not of \(handler)")
    }
    guard layoutVersion == layout.version else {
      throw SnapshotError(
        "the snapshot is of version \(layoutVersion) of \(handler)'s state, this is version \(layout.version)"
      )
    }
    guard layoutDigest == layout.digest else {
      throw SnapshotError(
        "the snapshot's state has another shape than \(handler) has now (\(layout.description)): an option changed"
      )
    }
  }
}
