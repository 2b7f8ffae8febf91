/// A table that kernels read: aligned to cache lines, in pages of its own where it is large.
///
/// Why it is unchecked: pointers cannot be shown to be safe to share. Whoever makes the memory
/// fills it before anyone else sees it, and nobody writes it later.
final class KernelMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>
  let count: Int
  /// Nil: the memory is malloc's.
  private let pages: PageMemory?

  private static var cacheLineBytes: Int { 64 }
  private static var ownPagesBytes: Int { 1 << 20 }

  init(repeating element: Element, count: Int) {
    self.count = count
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    pages = bytes >= KernelMemory.ownPagesBytes ? PageMemory(bytes: bytes) : nil
    let memory =
      pages?.start
      ?? .allocate(
        byteCount: (bytes + KernelMemory.cacheLineBytes - 1) & ~(KernelMemory.cacheLineBytes - 1),
        alignment: KernelMemory.cacheLineBytes)
    start = memory.bindMemory(to: Element.self, capacity: max(1, count))
    // Fresh pages are zero already.
    let isZero = withUnsafeBytes(of: element) { $0.allSatisfy { $0 == 0 } }
    if pages == nil || !isZero { start.initialize(repeating: element, count: count) }
  }

  convenience init(_ elements: [Element]) where Element: Numeric {
    self.init(repeating: 0, count: elements.count)
    for (index, element) in elements.enumerated() { start[index] = element }
  }

  deinit {
    if let pages { pages.release() } else { start.deallocate() }
  }

  var bytes: Int { count * MemoryLayout<Element>.stride }
}
