import Glibc

/// A table that kernels read: aligned to cache lines, on huge pages where it is large (worth up to
/// 20% in forests beyond the cache).
///
/// Why it is unchecked: pointers cannot be shown to be safe to share. Whoever makes the memory
/// fills it before anyone else sees it, and nobody writes it later.
final class KernelMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>
  let count: Int

  private static var hugePageBytes: Int { 2 << 20 }
  private static var cacheLineBytes: Int { 64 }

  init(repeating element: Element, count: Int) {
    self.count = count
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    let isLarge = bytes >= 2 * KernelMemory.hugePageBytes
    let alignment = isLarge ? KernelMemory.hugePageBytes : KernelMemory.cacheLineBytes
    let rounded = (bytes + KernelMemory.cacheLineBytes - 1) & ~(KernelMemory.cacheLineBytes - 1)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: rounded, alignment: alignment)
    // Advice only: without huge pages the kernels are right all the same. Whole pages only.
    if isLarge { madvise(memory, rounded & ~(KernelMemory.hugePageBytes - 1), MADV_HUGEPAGE) }
    start = memory.bindMemory(to: Element.self, capacity: max(1, count))
    start.initialize(repeating: element, count: count)
  }

  convenience init(_ elements: [Element]) where Element: Numeric {
    self.init(repeating: 0, count: elements.count)
    for (index, element) in elements.enumerated() { start[index] = element }
  }

  deinit {
    start.deallocate()
  }

  var bytes: Int { count * MemoryLayout<Element>.stride }
}
