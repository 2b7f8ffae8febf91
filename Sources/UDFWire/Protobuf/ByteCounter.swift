/// Counts the bytes of an encoding.
struct ByteCounter: WireSink {
  private(set) var count = 0

  mutating func varint(_ value: UInt64) { count += Varint.byteCount(value) }
  mutating func fixed64(_ value: UInt64) { count += 8 }
  mutating func raw(_ bytes: UnsafeRawBufferPointer) { count += bytes.count }
}
