/// One double field that a handler sets on every point, its map entry compiled but for the value.
public struct DoubleField: Sendable {
  private let memory: EntryMemory
  // Points into `memory`, which is immutable and lives as long: all of the entry but the last eight
  // bytes.
  @usableFromInline nonisolated(unsafe) let prefix: UnsafeRawPointer
  @usableFromInline let prefixBytes: Int

  /// - Throws: `.nameTooLong`.
  public init(_ name: String) throws(WireFault) {
    guard name.utf8.count <= WireLimits.maximumNameBytes else {
      throw WireFault(
        .nameTooLong, in: .names, actual: name.utf8.count, limit: WireLimits.maximumNameBytes)
    }
    let entry = FieldEntry(name: name, value: .double(0))
    var bytes: [UInt8] = []
    let size = entry.encodedByteCount
    bytes.appendEncoded(1 + Varint.byteCount(size) + size) { writer in
      writer.message(entry.mapNumber, entry)
    }
    memory = EntryMemory(bytes.dropLast(8))
    prefix = memory.start
    prefixBytes = memory.count
  }
}
