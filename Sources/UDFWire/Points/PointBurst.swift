/// The points of one readiness: everything complete in the inbound buffer, in order. Valid during
/// the handler's call only.
public struct PointBurst {
  // Unsafe for PointView's reason. Invariant: `entries` holds `count` entries, each a frame that
  // lies complete behind `base`.
  @usableFromInline let base: UnsafeRawPointer
  @usableFromInline let entries: UnsafePointer<FrameEntry>
  /// How many points: never 0.
  public let count: Int

  /// - Precondition: as the invariant says; `BurstTable.burst` is the checked way.
  @inlinable
  public init(base: UnsafeRawPointer, entries: UnsafePointer<FrameEntry>, count: Int) {
    self.base = base
    self.entries = entries
    self.count = count
  }

  @inlinable @inline(__always)
  public subscript(index: Int) -> PointView {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "no such point in the burst")
    let entry = entries[index]
    return PointView(
      frame: base + Int(entry.frame), body: base + Int(entry.body), end: base + Int(entry.end))
  }

  /// A part of the burst.
  @inlinable
  public subscript(range: Range<Int>) -> PointBurst {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "no such points in the burst")
    return PointBurst(base: base, entries: entries + range.lowerBound, count: range.count)
  }

  @inlinable public var indices: Range<Int> { 0..<count }
}
