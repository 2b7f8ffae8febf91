/// Collects the words of a state; the same state gives the same bytes.
public struct LambdaStateWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func put(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func put(_ value: Int) { put(UInt64(bitPattern: Int64(value))) }
  public mutating func put(_ value: Int64) { put(UInt64(bitPattern: value)) }
  public mutating func put(_ value: Double) { put(value.bitPattern) }

  public mutating func put(_ text: [UInt8]) {
    put(text.count)
    bytes += text
  }
}
