/// Writes an encoding to memory that was reserved for exactly its size.
struct ByteWriter: WireSink {
  // Invariant: position <= end; the memory up to end belongs to the caller, who reserved it.
  private(set) var position: UnsafeMutableRawPointer
  private let end: UnsafeMutableRawPointer

  init(_ start: UnsafeMutableRawPointer, count: Int) {
    position = start
    end = start + count
  }

  /// All that was reserved has been written.
  var isFull: Bool { position == end }

  mutating func varint(_ value: UInt64) {
    precondition(Varint.byteCount(value) <= end - position)
    Varint.write(value, &position)
  }

  mutating func fixed64(_ value: UInt64) {
    precondition(8 <= end - position)
    position.storeBytes(of: value.littleEndian, as: UInt64.self)
    position += 8
  }

  mutating func raw(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count <= end - position)
    if let address = bytes.baseAddress {
      position.copyMemory(from: address, byteCount: bytes.count)
      position += bytes.count
    }
  }
}
