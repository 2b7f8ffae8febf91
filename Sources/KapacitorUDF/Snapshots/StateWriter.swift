/// Writes state as bytes, little-endian, each value exactly as it is: a double keeps its bits.
public struct StateWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// Makes room for so many more bytes at once.
  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  public mutating func write(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func write(_ value: Double) { write(value.bitPattern) }

  public mutating func write(_ value: Bool) { write(value ? 1 as UInt8 : 0) }

  public mutating func write(_ value: String) {
    write(UInt32(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  public mutating func write(_ value: [UInt8]) {
    write(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  public mutating func write(_ values: some Collection<Double>) {
    write(UInt64(values.count))
    #if _endian(little)
      // As they lie in memory: windows of many values are written with every checkpoint.
      let isWritten = values.withContiguousStorageIfAvailable { buffer in
        bytes.append(contentsOf: UnsafeRawBufferPointer(buffer))
        return true
      }
      if isWritten == true { return }
    #endif
    for value in values { write(value) }
  }
}
