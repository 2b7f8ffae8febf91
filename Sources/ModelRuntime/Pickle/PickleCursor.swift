/// Reads a pickle's bytes in order. Every length is compared with what is left before it is used.
struct PickleCursor {
  let source: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ source: UnsafeRawBufferPointer) {
    self.source = source
  }

  var remaining: Int { source.count - position }

  mutating func byte() throws(ModelError) -> UInt8 {
    guard position < source.count else { throw truncated(1) }
    defer { position += 1 }
    return source[position]
  }

  /// A little-endian unsigned integer of `width` bytes, at most 8.
  mutating func unsigned(_ width: Int) throws(ModelError) -> UInt64 {
    guard remaining >= width else { throw truncated(width) }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(source[position + index]) << (8 * UInt64(index)) }
    position += width
    return value
  }

  /// A run of as many bytes as the length in front of it says.
  mutating func run(lengthBytes: Int) throws(ModelError) -> PickleBytes {
    let length = try unsigned(lengthBytes)
    guard length <= UInt64(remaining) else {
      throw damaged("a length of \(length) bytes where \(remaining) are left")
    }
    return try run(count: Int(length))
  }

  mutating func run(count: Int) throws(ModelError) -> PickleBytes {
    guard count >= 0, count <= remaining else { throw truncated(count) }
    defer { position += count }
    return PickleBytes(offset: position, count: count)
  }

  /// Text up to a line feed, which is consumed.
  mutating func line() throws(ModelError) -> PickleBytes {
    var end = position
    while end < source.count, source[end] != 0x0A { end += 1 }
    guard end < source.count else { throw truncated(1) }
    defer { position = end + 1 }
    return PickleBytes(offset: position, count: end - position)
  }

  func truncated(_ wanted: Int) -> ModelError {
    damaged("ends where \(wanted) more \(wanted == 1 ? "byte is" : "bytes are") due")
  }

  func damaged(_ cause: String) -> ModelError {
    ModelError(
      .damaged, cause: cause, remedy: "save or copy the file again", position: "byte \(position)")
  }

  func refused(_ cause: String, at position: Int? = nil) -> ModelError {
    ModelError(
      .refused, cause: cause,
      remedy: "no code in a model file is run: check where the file comes from",
      position: "byte \(position ?? self.position)")
  }
}
