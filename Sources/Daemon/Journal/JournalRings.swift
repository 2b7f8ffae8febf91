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
    // Frames that run over the end are read through the second mapping. Were its first page's first fault a read, the
    // kernel would map the fifteen pages beside it as well, each counted as memory a second time.
    let first = inbound.base.load(as: UInt8.self)
    inbound.base.storeBytes(of: first, toByteOffset: inbound.bytes, as: UInt8.self)
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
    return JournalRing(base: base, bytes: Int(region.bytes))
  }

  private static func unmap(_ ring: JournalRing) {
    kernel_unmap(ring.base, UInt64(2 * ring.bytes))
  }
}
