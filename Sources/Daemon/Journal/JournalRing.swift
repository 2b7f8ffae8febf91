/// One direction's ring, mapped twice in a row, so that what runs over its end is contiguous. A view: `JournalRings`
/// owns the mapping.
struct JournalRing {
  let base: UnsafeMutableRawPointer
  let region: JournalRegion
  private let mask: UInt64

  /// - Parameter region: its size is a power of two.
  init(base: UnsafeMutableRawPointer, region: JournalRegion) {
    self.base = base
    self.region = region
    mask = region.bytes - 1
  }

  @inline(__always)
  var bytes: Int { Int(truncatingIfNeeded: region.bytes) }

  /// Where the byte at a position (a total since the connection began) lies.
  @inline(__always)
  func offset(of position: UInt64) -> Int {
    Int(truncatingIfNeeded: position & mask)
  }

  @inline(__always)
  func address(of position: UInt64) -> UnsafeMutableRawPointer {
    base + offset(of: position)
  }

  /// To be called before what ran over the ring's end is read through the second mapping. Were the first fault there a
  /// read, the kernel would map the fifteen pages beside it as well, each counted as memory a second time.
  @inline(never)
  func touchSecondMapping() {
    let first = base.load(as: UInt8.self)
    base.storeBytes(of: first, toByteOffset: bytes, as: UInt8.self)
  }

  /// `count` bytes from a position as the pieces that lie in the first mapping; the second piece starts at `base`. A
  /// system call over them never touches the second mapping, whose page table entries would count as memory twice.
  @inline(__always)
  func pieces(
    from position: UInt64, count: Int
  ) -> (first: UnsafeMutableRawPointer, firstBytes: Int, secondBytes: Int) {
    let start = offset(of: position)
    let untilEnd = bytes &- start
    return count <= untilEnd
      ? (base + start, count, 0) : (base + start, untilEnd, count &- untilEnd)
  }
}
