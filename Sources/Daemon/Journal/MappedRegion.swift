import CKernel

/// A region of the journal that is rarely used, mapped when it is first needed and given back after use.
///
/// Unsafe inside: it hands out the mapping's address. Callers stay within `bytes`, and the file cannot shrink (seals).
struct MappedRegion: ~Copyable {
  let region: JournalRegion
  private var address: UnsafeMutableRawPointer?

  init(_ region: JournalRegion) {
    self.region = region
  }

  deinit {
    if let address { kernel_unmap(address, region.bytes) }
  }

  var isMapped: Bool { address != nil }

  mutating func base(of descriptor: Int32) throws(JournalError) -> UnsafeMutableRawPointer {
    if let address { return address }
    var code: Int32 = 0
    guard let mapped = kernel_map(descriptor, region.offset, region.bytes, 0, &code) else {
      throw .system(SystemError("mmap", "journal", code: code))
    }
    address = mapped
    return mapped
  }

  /// Unmaps the region and gives its memory back. That a hole cannot be punched is no failure: memory is then freed
  /// when the connection ends.
  mutating func release(of descriptor: Int32) {
    guard let mapped = address else { return }
    kernel_unmap(mapped, region.bytes)
    address = nil
    _ = kernel_punch(descriptor, region.offset, region.bytes)
  }
}
