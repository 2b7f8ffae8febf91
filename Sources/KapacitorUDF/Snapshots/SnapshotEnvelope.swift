import PlainText

/// A snapshot as Kapacitor stores it: the handler's bytes and what must be known to judge, at a
/// Restore that may come a year and three versions later, whether they fit.
///
/// Layout (little-endian): magic `UDFS`, format version (UInt16), handler name, layout version
/// (UInt32), layout digest (UInt64), model digests, the handler's bytes, CRC-32 of all before.
struct SnapshotEnvelope: Equatable {
  static let magic: [UInt8] = Array("UDFS".utf8)
  static let formatVersion: UInt16 = 1
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

  func encoded() -> [UInt8] {
    var writer = StateWriter()
    for byte in Self.magic { writer.write(byte) }
    writer.write(Self.formatVersion)
    writer.write(handler)
    writer.write(layoutVersion)
    writer.write(layoutDigest)
    writer.write(UInt64(modelDigests.count))
    for digest in modelDigests { writer.write(digest) }
    writer.write(snapshot.bytes)
    writer.write(Checksum.crc32(writer.bytes))
    return writer.bytes
  }

  init(decoding bytes: [UInt8]) throws(SnapshotError) {
    guard bytes.starts(with: Self.magic) else {
      throw SnapshotError(
        "the snapshot was not written by udfd: another UDF served this task before")
    }
    guard bytes.count > Self.magic.count + Self.checksumBytes else { throw .cut }
    var tail = StateReader(Array(bytes.suffix(Self.checksumBytes)))
    guard try tail.int(UInt32.self) == Checksum.crc32(bytes.dropLast(Self.checksumBytes)) else {
      throw SnapshotError("the snapshot is damaged: its checksum does not fit")
    }
    var reader = StateReader(Array(bytes.dropFirst(Self.magic.count).dropLast(Self.checksumBytes)))
    let format = try reader.int(UInt16.self)
    guard format == Self.formatVersion else {
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
