import CKernel
import Glibc

/// Pages of their own: zeroed, straight from the system and back to it at once. malloc would keep
/// what a load has used.
///
/// Large runs that last are large pages where the kernel has them: worth up to 20% in tables beyond the cache.
///
/// Unchecked: a run belongs to whoever holds it, one thread at a time.
struct PageMemory: @unchecked Sendable {
  let start: UnsafeMutableRawPointer
  /// Whole pages.
  let bytes: Int

  private static let pageBytes = 4096
  static let largePageBytes = 2 << 20

  /// - Parameter isLasting: what is given back in a moment is not worth large pages. A virtual machine's host may have to
  ///   find each of them first, while small ones have often just been given back by someone.
  /// - Returns: nil where the system has no memory to give.
  init?(bytes wanted: Int, isLasting: Bool = true) {
    let rounded = wanted.addingReportingOverflow(PageMemory.pageBytes - 1)
    guard wanted > 0, !rounded.overflow else { return nil }
    bytes = rounded.partialValue & ~(PageMemory.pageBytes - 1)
    guard isLasting, bytes >= PageMemory.largePageBytes else {
      guard let mapped = PageMemory.map(bytes) else { return nil }
      start = mapped
      return
    }
    // Large pages lie at multiples of their size: what is mapped around goes back. None reaches
    // beyond the mapping, so that nothing is added to what was asked for.
    let (length, overflow) = bytes.addingReportingOverflow(PageMemory.largePageBytes)
    guard !overflow, let mapped = PageMemory.map(length) else { return nil }
    let before = -Int(bitPattern: mapped) & (PageMemory.largePageBytes - 1)
    start = mapped + before
    if before > 0 { munmap(mapped, before) }
    if before < PageMemory.largePageBytes {
      munmap(start + bytes, PageMemory.largePageBytes - before)
    }
    // Advice only.
    madvise(start, bytes, MADV_HUGEPAGE)
  }

  /// Makes a run of pages be there at once: a fault for each of them takes longer.
  ///
  /// - Parameter start: a multiple of the page size.
  static func populate(_ start: UnsafeMutableRawPointer, bytes: Int) {
    // Advice only: kernels before 5.14 do not know it.
    madvise(start, bytes, MADV_POPULATE_WRITE)
  }

  func release() {
    munmap(start, bytes)
  }

  /// Large arrays too are pages of their own from the first load on: what a load needs for a moment
  /// is more than what it leaves.
  static let ofLargeArrays: Void = kernel_map_large_allocations(1 << 20)

  /// Makes an array's room be there at once. To be called before anything is written to it.
  static func populate<Element>(_ array: inout [Element]) {
    let room = array.capacity * MemoryLayout<Element>.stride
    guard room >= 2 * largePageBytes else { return }
    array.withUnsafeMutableBufferPointer { elements in
      guard let first = elements.baseAddress else { return }
      let start = UnsafeMutableRawPointer(first)
      let before = -Int(bitPattern: start) & (pageBytes - 1)
      populate(start + before, bytes: (room - before) & ~(pageBytes - 1))
    }
  }

  private static func map(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let mapped = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    return mapped == MAP_FAILED ? nil : mapped
  }
}
