import UDFWire

/// Where answers go that the outbound ring has no room for: a region of the journal, so that they survive the process
/// as everything else does. Owned by the journal's loop.
final class OutboundSpill: OutputSpill {
  private var mapping: MappedRegion
  private let descriptor: Int32

  init(_ region: JournalRegion, of descriptor: Int32) {
    mapping = MappedRegion(region)
    self.descriptor = descriptor
  }

  var region: JournalRegion { mapping.region }
  var base: UnsafeMutableRawPointer? { try? mapping.base(of: descriptor) }

  func reserve(_ bytes: Int, after used: Int) -> UnsafeMutableRawPointer? {
    guard bytes >= 0, used >= 0, bytes <= Int(mapping.region.bytes) - used, let base else {
      return nil
    }
    return base + used
  }

  /// Everything in it was sent.
  func release() { mapping.release(of: descriptor) }
}
