/// Writes state as bytes, little-endian, each value exactly as it is: a double keeps its bits.
public struct StateWriter: Sendable {
  private var closed = StatePieces()
  /// What was written behind them.
  private var tail: [UInt8] = []

  public init() {}

  /// What was written.
  public var bytes: [UInt8] { pieces.joined }

  var pieces: StatePieces {
    var all = closed
    all.append(tail)
    return all
  }

  public mutating func write(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { tail.append(contentsOf: $0) }
  }

  public mutating func write(_ value: Double) { write(value.bitPattern) }

  public mutating func write(_ value: Bool) { write(value ? 1 as UInt8 : 0) }

  public mutating func write(_ value: String) {
    write(UInt32(value.utf8.count))
    tail.append(contentsOf: value.utf8)
  }

  public mutating func write(_ value: [UInt8]) {
    write(UInt64(value.count))
    if value.count >= StatePieces.sharedBytes {
      closeTail()
      closed.append(value)
    } else {
      tail.append(contentsOf: value)
    }
  }

  public mutating func write(_ values: [Double]) {
    write(UInt64(values.count))
    #if _endian(little)
      // As they lie in memory: windows of many values are written with every checkpoint.
      if values.count * MemoryLayout<Double>.size >= StatePieces.sharedBytes {
        closeTail()
        closed.append(values)
      } else {
        values.withUnsafeBytes { tail.append(contentsOf: $0) }
      }
    #else
      for value in values { write(value) }
    #endif
  }

  public mutating func write(_ values: some Collection<Double>) { write(Array(values)) }

  /// A snapshot's own pieces, with their length before them as `write` of their bytes has it.
  mutating func write(_ pieces: StatePieces) {
    write(UInt64(pieces.count))
    closeTail()
    closed.append(pieces)
  }

  private mutating func closeTail() {
    closed.append(tail)
    tail = []
  }
}
