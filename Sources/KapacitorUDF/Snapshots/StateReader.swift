/// Reads what a `StateWriter` wrote. Any bytes may be given to it: every length is checked against
/// what is left before memory is taken for it.
public struct StateReader: Sendable {
  private let bytes: [UInt8]
  // Invariant: 0 <= position <= bytes.count.
  private var position = 0

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var remaining: Int { bytes.count - position }

  public mutating func int<Value: FixedWidthInteger>(
    _ type: Value.Type = Int64.self
  ) throws(SnapshotError) -> Value {
    let size = MemoryLayout<Value>.size
    guard remaining >= size else { throw .cut }
    defer { position += size }
    return bytes.withUnsafeBytes {
      Value(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Value.self))
    }
  }

  public mutating func double() throws(SnapshotError) -> Double {
    Double(bitPattern: try int(UInt64.self))
  }

  public mutating func bool() throws(SnapshotError) -> Bool {
    switch try int(UInt8.self) {
    case 0: false
    case 1: true
    default: throw SnapshotError("the snapshot is damaged: a truth value is neither 0 nor 1")
    }
  }

  public mutating func string() throws(SnapshotError) -> String {
    let slice = try take(UInt64(try int(UInt32.self)))
    guard let string = String(validating: slice, as: UTF8.self) else {
      throw SnapshotError("the snapshot is damaged: a string in it is not UTF-8")
    }
    return string
  }

  public mutating func byteArray() throws(SnapshotError) -> [UInt8] {
    Array(try take(try int(UInt64.self)))
  }

  public mutating func doubles() throws(SnapshotError) -> [Double] {
    let count = try count(ofAtLeast: MemoryLayout<Double>.size)
    var values: [Double] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try double()) }
    return values
  }

  /// A count of elements that take at least so many bytes each: never more than are left.
  public mutating func count(ofAtLeast bytesEach: Int) throws(SnapshotError) -> Int {
    let count = try int(UInt64.self)
    guard count <= UInt64(remaining / max(1, bytesEach)) else { throw .cut }
    return Int(count)
  }

  /// All must have been read.
  public func finish() throws(SnapshotError) {
    guard remaining == 0 else {
      throw SnapshotError("the snapshot is damaged: \(remaining) bytes are left after its state")
    }
  }

  private mutating func take(_ count: UInt64) throws(SnapshotError) -> ArraySlice<UInt8> {
    guard count <= UInt64(remaining) else { throw .cut }
    defer { position += Int(count) }
    return bytes[position..<(position + Int(count))]
  }
}
