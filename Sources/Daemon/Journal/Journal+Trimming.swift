import CKernel

/// Gives back the ring pages whose bytes nobody will need again.
///
/// A connection goes round its rings however little it carries, so that after some hours it would hold all of their pages.
extension Journal {
  private static let pageBytes: UInt64 = 4096
  /// A call for less is not worth it.
  private static let leastBytes: UInt64 = 2 * pageBytes

  /// Frees what lies in front of the bytes that are kept, and of those that have not been sent. That it cannot be done is
  /// no failure: the pages are used again in the next round.
  mutating func trim() {
    trimmedInbound = release(
      inbound, layout.inbound, from: trimmedInbound, to: keptFrom, inUse: received &- keptFrom)
    if unsent == 0, keepaliveOwed == 0 {
      trimmedOutbound = release(
        outbound, layout.outbound, from: trimmedOutbound, to: sent, inUse: 0)
    }
  }

  /// - Returns: up to where the pages have been given back.
  private func release(
    _ ring: JournalRing, _ region: JournalRegion, from: UInt64, to: UInt64, inUse: UInt64
  ) -> UInt64 {
    // The page of `to` is in use or will be next.
    let end = to & ~(Self.pageBytes - 1)
    let usedBytes = (to &- end &+ inUse &+ Self.pageBytes - 1) & ~(Self.pageBytes - 1)
    guard usedBytes < region.bytes else { return from }
    // At most once round.
    let start = max(from & ~(Self.pageBytes - 1), end - min(end, region.bytes - usedBytes))
    guard end >= start + Self.leastBytes else { return from }
    let offset = UInt64(ring.offset(of: start))
    let untilEnd = min(end - start, region.bytes - offset)
    _ = kernel_punch(descriptor, region.offset + offset, untilEnd)
    if start + untilEnd < end {
      _ = kernel_punch(descriptor, region.offset, end - start - untilEnd)
    }
    return end
  }
}
