/// Owns encoded bytes that never change, hence safe to share.
final class EntryMemory: @unchecked Sendable {
  let start: UnsafeRawPointer
  let count: Int

  init(_ bytes: some Collection<UInt8>) {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, bytes.count), alignment: 8)
    memory.copyBytes(from: bytes)
    start = UnsafeRawPointer(memory.baseAddress!)
    count = bytes.count
  }

  deinit { start.deallocate() }
}
