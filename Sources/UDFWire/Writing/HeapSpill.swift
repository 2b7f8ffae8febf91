/// A spill on the heap, for tests, tools and the stdin/stdout agent.
public final class HeapSpill: OutputSpill {
  /// How much it takes, in bytes.
  public let limit: Int
  // Invariant: `memory` has `capacity` bytes; both grow together.
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0

  public init(limit: Int = WireLimits.maximumFrameBytes) { self.limit = limit }

  deinit { memory?.deallocate() }

  public func reserve(_ bytes: Int, after used: Int) -> UnsafeMutableRawPointer? {
    precondition(bytes >= 0 && used >= 0 && used <= capacity)
    guard bytes <= limit - used else { return nil }
    if used + bytes > capacity { grow(to: used + bytes, keeping: used) }
    return memory.map { $0 + used }
  }

  private func grow(to needed: Int, keeping used: Int) {
    let size = min(limit, max(needed, 2 * capacity, 4096))
    let larger = UnsafeMutableRawPointer.allocate(byteCount: max(size, 1), alignment: 16)
    if let memory {
      larger.copyMemory(from: memory, byteCount: used)
      memory.deallocate()
    }
    memory = larger
    capacity = size
  }

  /// The first `count` bytes: `ResponseWriter.spilledCount` of them were written. Valid until the
  /// next `reserve`.
  public func bytes(_ count: Int) -> UnsafeRawBufferPointer {
    precondition(count <= capacity)
    return UnsafeRawBufferPointer(start: memory, count: count)
  }
}
