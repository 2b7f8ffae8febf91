/// Takes a state apart again. Lengths are checked against what is left before anything is made.
public struct LambdaStateReader {
  private let bytes: [UInt8]
  private var position = 0

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  public var isAtEnd: Bool { position == bytes.count }
  public var remainingBytes: Int { bytes.count - position }

  public mutating func word() throws(LambdaStateError) -> UInt64 {
    guard remainingBytes >= 8 else { throw LambdaStateError(reason: "it ends too early") }
    var value: UInt64 = 0
    for index in 0..<8 { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += 8
    return value
  }

  public mutating func int64() throws(LambdaStateError) -> Int64 { Int64(bitPattern: try word()) }
  public mutating func double() throws(LambdaStateError) -> Double {
    Double(bitPattern: try word())
  }

  /// A count of things of which each takes at least `bytesEach`, at most `limit`.
  public mutating func count(limit: Int, bytesEach: Int) throws(LambdaStateError) -> Int {
    let value = try word()
    guard value <= UInt64(limit) else {
      throw LambdaStateError(
        reason: "it counts \(value) entries where at most \(limit) are possible")
    }
    guard Int(value) <= remainingBytes / max(bytesEach, 1) else {
      throw LambdaStateError(reason: "it ends too early")
    }
    return Int(value)
  }

  public mutating func text(limit: Int) throws(LambdaStateError) -> [UInt8] {
    let count = try count(limit: limit, bytesEach: 1)
    defer { position += count }
    return Array(bytes[position..<position + count])
  }
}
