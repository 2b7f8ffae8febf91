import Glibc

/// A file's bytes in memory of their own, immutable once they are read.
///
/// Anonymous pages instead of an array: large ones at once where the kernel has them, which halves
/// the time that reading a large model takes.
final class FileContent: @unchecked Sendable {
  // Unchecked: nothing writes to the memory after `read` returns.
  private let bytes: UnsafeRawBufferPointer
  private let memory: UnsafeMutableRawPointer?
  private let mappedBytes: Int
  private static let largePageBytes = 2 << 20

  /// Room for `count` bytes, filled by `fill`, which returns how many it wrote.
  ///
  /// - Returns: nil where there is no memory.
  init?(count: Int, fill: (UnsafeMutableRawPointer) -> Int) {
    guard count > 0 else {
      memory = nil
      mappedBytes = 0
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let length = (count + 4095) & ~4095
    guard
      let mapped = mmap(
        nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      mapped != MAP_FAILED
    else { return nil }
    if length >= FileContent.largePageBytes { madvise(mapped, length, MADV_HUGEPAGE) }
    let filled = fill(mapped)
    precondition(filled >= 0 && filled <= count)
    memory = mapped
    mappedBytes = length
    bytes = UnsafeRawBufferPointer(start: mapped, count: filled)
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
    if let memory { munmap(memory, mappedBytes) }
  }
}
