/// Writes state as bytes, little-endian, each value exactly as it is: a double keeps its bits.
public struct StateWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

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
    for value in values { write(value) }
  }
}
