import CKernel

/// Owns the mappings of a journal's two rings.
struct JournalRings: ~Copyable {
  let inbound: JournalRing
  let outbound: JournalRing

  init(_ layout: JournalLayout, of descriptor: Int32) throws(JournalError) {
    let inbound = try Self.map(layout.inbound, of: descriptor)
    do throws(JournalError) {
      outbound = try Self.map(layout.outbound, of: descriptor)
    } catch {
      Self.unmap(inbound)
      throw error
    }
    self.inbound = inbound
  }

  deinit {
    Self.unmap(inbound)
    Self.unmap(outbound)
  }

  private static func map(
    _ region: JournalRegion, of descriptor: Int32
  ) throws(JournalError) -> JournalRing {
    var code: Int32 = 0
    guard let base = kernel_map_twice(descriptor, region.offset, region.bytes, &code) else {
      throw .system(SystemError("mmap", "journal", code: code))
    }
    return JournalRing(base: base, region: region)
  }

  private static func unmap(_ ring: JournalRing) {
    kernel_unmap(ring.base, UInt64(2 * ring.bytes))
  }
}
