/// A file's bytes in memory of their own, immutable once they are read.
///
/// Pages of its own instead of an array, which would be filled before it is read into.
final class FileContent {
  private let bytes: UnsafeRawBufferPointer
  private let memory: PageMemory?

  /// Room for `count` bytes, filled by `fill`, which returns how many it wrote.
  ///
  /// - Returns: nil where there is no memory.
  init?(count: Int, fill: (UnsafeMutableRawPointer) -> Int) {
    guard count > 0 else {
      memory = nil
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let memory = PageMemory(bytes: count, isLasting: false) else { return nil }
    self.memory = memory
    let filled = fill(memory.start)
    precondition(filled >= 0 && filled <= count)
    bytes = UnsafeRawBufferPointer(start: memory.start, count: filled)
  }

  var count: Int { bytes.count }

  /// Lends the bytes for the time of the call.
  func withBytes<Output, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }

  deinit {
    memory?.release()
  }
}
