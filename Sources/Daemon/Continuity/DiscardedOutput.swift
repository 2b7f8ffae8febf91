import UDFWire

/// Takes what a handler writes while its input is repeated, and forgets it.
final class DiscardedOutput {
  private let memory = UnsafeMutableRawBufferPointer.allocate(
    byteCount: JournalLayout.ringBytes, alignment: 64)

  deinit { memory.deallocate() }

  func take(_ body: (inout ResponseWriter) -> Void) {
    guard let base = memory.baseAddress else { return }
    var writer = ResponseWriter(base: base, capacity: memory.count, spill: HeapSpill())
    body(&writer)
  }
}
