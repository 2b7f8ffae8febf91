import Glibc

/// A run of a file on its way into memory.
///
/// Unchecked: each run's memory is written by the one thread that reads it.
struct FileRun: @unchecked Sendable {
  private let descriptor: Int32
  private let memory: UnsafeMutableRawPointer
  private let offset: Int
  private let bytes: Int

  /// Most of the time goes into fresh pages: from this size on two threads share it.
  private static let sharedBytes = 8 << 20

  init(_ descriptor: Int32, _ memory: UnsafeMutableRawPointer, from offset: Int = 0, bytes: Int) {
    self.descriptor = descriptor
    self.memory = memory
    self.offset = offset
    self.bytes = bytes
  }

  /// Reads the run; returns how many bytes the file had of it, and an errno or 0.
  func read() -> (count: Int, error: Int32) {
    guard bytes >= FileRun.sharedBytes else { return readFresh() }
    let half = (bytes / 2) & ~(PageMemory.largePageBytes - 1)
    let second = FileRun(
      descriptor, memory + half, from: offset + half, bytes: bytes - half)
    let other = Parallel.begin { second.readFresh() }
    let (count, error) = FileRun(descriptor, memory, from: offset, bytes: half).readFresh()
    let rest = other.value()
    if error != 0 || count < half { return (count, error) }
    return (half + rest.count, rest.error)
  }

  /// As `read`, into pages that are not there yet, by one thread.
  private func readFresh() -> (count: Int, error: Int32) {
    PageMemory.populate(memory, bytes: bytes)
    return readPresent()
  }

  /// As `read`, into memory that is there, by one thread.
  func readPresent() -> (count: Int, error: Int32) {
    var count = 0
    while count < bytes {
      let got = pread(descriptor, memory + count, bytes - count, off_t(offset + count))
      if got > 0 {
        count += got
      } else if got == 0 {
        break
      } else if errno != EINTR {
        return (count, errno)
      }
    }
    return (count, 0)
  }
}
