import CKernel

/// Gives back the ring pages whose bytes nobody will need again.
///
/// A connection goes round its rings however little it carries, so that after some hours it would hold all of their pages.
extension Journal {
  private static let pageBytes: UInt64 = 4096
  /// A call for less is not worth it, while there is traffic.
  private static let leastBytes: UInt64 = 2 * pageBytes

  /// Frees what lies in front of the bytes that are kept, and of those that have not been sent. That it cannot be done is
  /// no failure: the pages are used again in the next round.
  /// - Parameter isResting: nothing has come for a while: the pages that would be used next go as well, where nothing is in
  ///   them, and the region that a session's state has left.
  mutating func trim(isResting: Bool = false) {
    trimmedInbound = release(
      inbound, from: trimmedInbound, to: keptFrom, inUse: received &- keptFrom,
      isResting: isResting)
    if unsent == 0, keepaliveOwed == 0 {
      trimmedOutbound = release(
        outbound, from: trimmedOutbound, to: sent, inUse: 0, isResting: isResting)
    }
    if isResting, isSessionSmall { session.release(of: descriptor) }
  }

  /// - Returns: up to where what was there has been given back.
  private func release(
    _ ring: JournalRing, from: UInt64, to: UInt64, inUse: UInt64, isResting: Bool
  ) -> UInt64 {
    let region = ring.region
    if isResting && inUse == 0 {
      // Its first page as well, which a call touches that has room beyond the end.
      _ = kernel_punch(descriptor, region.offset, region.bytes)
      return to
    }
    // The page of `to` is in use, or will be next.
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
