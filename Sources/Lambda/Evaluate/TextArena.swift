/// Memory for texts that expressions compute, reused from burst to burst. Chunks never move, so
/// that a text stays where it is until `reset`.
struct TextArena: ~Copyable {
  private static let firstChunkBytes = 4 << 10

  private var chunks: [UnsafeMutableBufferPointer<UInt8>] = []
  private var current = 0
  private var used = 0
  private var total = 0
  /// Where the text that is being built begins in the current chunk.
  private var open = 0

  deinit {
    for chunk in chunks { chunk.deallocate() }
  }

  mutating func reset() {
    current = 0
    used = 0
    open = 0
  }

  /// Room for `bytes` more of the text that is being built; nil when the limit is reached.
  mutating func reserve(_ bytes: Int) -> UnsafeMutablePointer<UInt8>? {
    if current < chunks.count, chunks[current].count - used >= bytes {
      return chunks[current].baseAddress! + used
    }
    let pending = used - open
    let source = current < chunks.count ? chunks[current].baseAddress! + open : nil
    guard nextChunk(pending + bytes) else { return nil }
    if let source { chunks[current].baseAddress!.update(from: source, count: pending) }
    open = 0
    used = pending
    return chunks[current].baseAddress! + used
  }

  private mutating func nextChunk(_ bytes: Int) -> Bool {
    var next = chunks.isEmpty ? 0 : current + 1
    while next < chunks.count, chunks[next].count < bytes { next += 1 }
    if next == chunks.count {
      let size = max(bytes, chunks.last.map { min($0.count * 2, 1 << 20) } ?? Self.firstChunkBytes)
      guard total + size <= LambdaLimits.maximumTextArenaBytes else { return false }
      chunks.append(.allocate(capacity: size))
      total += size
    }
    current = next
    return true
  }

  mutating func advance(_ bytes: Int) { used += bytes }

  mutating func append(_ text: TextSlice) -> Bool {
    guard let room = reserve(text.count) else { return false }
    room.update(from: text.start, count: text.count)
    used += text.count
    return true
  }

  mutating func append(byte: UInt8) -> Bool {
    guard let room = reserve(1) else { return false }
    room.pointee = byte
    used += 1
    return true
  }

  mutating func append(rune value: UInt32) -> Bool {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    for byte in UTF8.encode(scalar)! where !append(byte: byte) { return false }
    return true
  }

  /// Ends the text that was built by the calls since the last `finish`.
  mutating func finish() -> TextSlice? {
    guard let room = reserve(0) else { return nil }
    let text = TextSlice(start: room - (used - open), count: used - open)
    open = used
    return text
  }

  /// Forgets what was built since the last `finish`.
  mutating func abandon() { used = open }
}
