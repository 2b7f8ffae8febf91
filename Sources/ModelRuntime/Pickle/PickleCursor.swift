/// Reads a pickle's bytes in order. Every length is compared with what is left before it is used.
struct PickleCursor {
  private let source: PickleSource
  let bytes: UnsafeRawBufferPointer
  private(set) var position = 0
  /// From `position` up to here the bytes are in memory; never before `position`.
  private var fetched: Int
  /// Whether bytes were left out between what was fetched last and `position`.
  private var hasSkipped = true

  init(_ source: PickleSource) {
    self.source = source
    bytes = source.bytes
    fetched = source.isInMemory ? bytes.count : 0
  }

  var remaining: Int { bytes.count - position }

  /// Sees to it that the next `count` bytes are in memory.
  @inline(__always)
  private mutating func need(_ count: Int) throws(ModelError) {
    if fetched - position < count { try fetch(count) }
  }

  private mutating func fetch(_ count: Int) throws(ModelError) {
    guard remaining >= count else { throw truncated(count) }
    fetched = try source.fetch(fetched..<(position + count), isNext: !hasSkipped)
    hasSkipped = false
  }

  mutating func byte() throws(ModelError) -> UInt8 {
    try need(1)
    defer { position += 1 }
    return bytes[position]
  }

  /// A little-endian unsigned integer of `width` bytes, at most 8.
  mutating func unsigned(_ width: Int) throws(ModelError) -> UInt64 {
    try need(width)
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[position + index]) << (8 * UInt64(index)) }
    position += width
    return value
  }

  /// A run of as many bytes as the length in front of it says, to be looked at: text.
  mutating func run(lengthBytes: Int) throws(ModelError) -> PickleBytes {
    try run(count: length(lengthBytes))
  }

  mutating func run(count: Int) throws(ModelError) -> PickleBytes {
    guard count >= 0 else { throw truncated(count) }
    try need(count)
    defer { position += count }
    return PickleBytes(offset: position, count: count)
  }

  /// A run of as many bytes as the length in front of it says, to be computed with: an array. A long one stays where
  /// it is.
  mutating func data(lengthBytes: Int) throws(ModelError) -> PickleBytes {
    try data(count: length(lengthBytes))
  }

  mutating func data(count: Int) throws(ModelError) -> PickleBytes {
    guard count >= source.longRunBytes else {
      return try run(count: count)
    }
    guard count <= remaining else { throw truncated(count) }
    let offset = position
    position += count
    if position > fetched {
      fetched = position
      hasSkipped = true
    }
    return PickleBytes(offset: offset, count: count, place: .unfetched)
  }

  private mutating func length(_ width: Int) throws(ModelError) -> Int {
    let length = try unsigned(width)
    guard length <= UInt64(remaining) else {
      throw damaged("a length of \(length) bytes where \(remaining) are left")
    }
    return Int(length)
  }

  /// Text up to a line feed, which is consumed.
  mutating func line() throws(ModelError) -> PickleBytes {
    let start = position
    while try byte() != 0x0A {}
    return PickleBytes(offset: start, count: position - 1 - start)
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
