/// The texts staged in a `PointEdits`: one block that only grows, so that a steady flow of points
/// allocates nothing.
struct TextMemory {
  // Invariant: used <= capacity, `start` has `capacity` bytes. Owned by the EditMemory that holds
  // it.
  private(set) var start: UnsafeMutableRawPointer
  private var capacity: Int
  private var used = 0

  init(capacity: Int) {
    self.capacity = capacity
    start = .allocate(byteCount: capacity, alignment: 8)
  }

  mutating func removeAll() { used = 0 }

  /// Keeps a copy and returns where it starts.
  mutating func append(_ bytes: UnsafeRawBufferPointer) -> Int {
    if bytes.count > capacity - used { grow(by: bytes.count) }
    if let address = bytes.baseAddress {
      (start + used).copyMemory(from: address, byteCount: bytes.count)
    }
    defer { used += bytes.count }
    return used
  }

  private mutating func grow(by bytes: Int) {
    let size = max(used + bytes, 2 * capacity)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
    larger.copyMemory(from: start, byteCount: used)
    start.deallocate()
    start = larger
    capacity = size
  }

  func deallocate() { start.deallocate() }
}
