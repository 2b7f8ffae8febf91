/// Names compiled for look-up by bytes: one contiguous array of length, first eight and last eight
/// bytes, and above a few names a hash table over it. Owned by a `NameMemory`.
@usableFromInline
struct NameIndex {
  @usableFromInline
  struct Name {
    @usableFromInline let length: Int
    @usableFromInline let first: UInt64
    @usableFromInline let last: UInt64
    /// The bytes 8 to 15 of a name longer than 16: with them everything is said of one of up to 24
    /// bytes.
    @usableFromInline let second: UInt64
    @usableFromInline let bytes: UnsafeRawPointer

    init(bytes: UnsafeRawPointer, length: Int) {
      (first, last) = NameIndex.ends(bytes, length)
      second = length > 16 ? bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) : 0
      self.length = length
      self.bytes = bytes
    }
  }

  // Invariant: `names` holds `count` names, no two alike. With a hash table, `buckets` holds at
  // least twice as many (a power of two, so that a search always meets an empty one), each the
  // place of a name plus one, or 0.
  @usableFromInline let names: UnsafePointer<Name>
  @usableFromInline let count: Int
  @usableFromInline let buckets: UnsafePointer<UInt16>?
  @usableFromInline let bucketMask: Int
  /// Bit n is set when a name's length is n modulo 64: most entries that nobody asked for are told
  /// by it alone.
  @usableFromInline let lengths: UInt64

  /// Up to here comparing lengths one by one is faster than hashing.
  static let hashedFrom = 6

  /// The first and last bytes of a name. With its length they say all of a name of up to 16 bytes.
  @inlinable @inline(__always)
  static func ends(_ start: UnsafeRawPointer, _ length: Int) -> (first: UInt64, last: UInt64) {
    if length >= 8 {
      return (
        start.loadUnaligned(as: UInt64.self),
        (start + (length &- 8)).loadUnaligned(as: UInt64.self)
      )
    }
    if length >= 4 {
      return (
        UInt64(start.loadUnaligned(as: UInt32.self)),
        UInt64((start + (length &- 4)).loadUnaligned(as: UInt32.self))
      )
    }
    var packed: UInt64 = 0
    for offset in 0..<length {
      packed = packed &<< 8 | UInt64(start.load(fromByteOffset: offset, as: UInt8.self))
    }
    return (packed, 0)
  }

  @inlinable @inline(__always)
  static func hash(_ length: Int, _ first: UInt64, _ last: UInt64) -> Int {
    // Odd constants without structure (from the golden ratio and from xxHash); the high bits are
    // the mixed ones.
    let mixed =
      (first &* 0x9e37_79b9_7f4a_7c15 ^ last &+ UInt64(truncatingIfNeeded: length))
      &* 0xc2b2_ae3d_27d4_eb4f
    return Int(truncatingIfNeeded: mixed &>> 40)
  }

  /// Whether the text of `length` bytes at `start`, which begins and ends so, is the name.
  ///
  /// By pointer: a copy of the name would go through the stack.
  @inlinable @inline(__always)
  static func matches(
    _ name: UnsafePointer<Name>, _ start: UnsafeRawPointer, _ length: Int,
    _ ends: (first: UInt64, last: UInt64)
  ) -> Bool {
    name.pointee.last == ends.last && name.pointee.first == ends.first
      && name.pointee.length == length
      && (length <= 16
        || start.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == name.pointee.second
          && (length <= 24 || hasLongMiddle(start, name.pointee.bytes, length)))
  }

  /// Whether two texts of more than 24 bytes agree from byte 16 up to their last eight.
  @inlinable @inline(never)
  static func hasLongMiddle(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ length: Int
  ) -> Bool {
    var offset = 16
    while offset < length &- 8 {
      // Reads up to offset + 8 < length.
      if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      {
        return false
      }
      offset &+= 8
    }
    return true
  }

  /// The place of the name of these bytes; -1 where it is none of ours.
  @inlinable @inline(__always)
  func find(_ start: UnsafeRawPointer, _ length: Int) -> Int {
    if lengths &>> UInt64(truncatingIfNeeded: length) & 1 == 0 { return -1 }
    let ends = Self.ends(start, length)
    if let buckets {
      var bucket = Self.hash(length, ends.first, ends.last) & bucketMask
      while true {
        let place = Int(buckets[bucket]) &- 1
        if place < 0 || Self.matches(names + place, start, length, ends) { return place }
        bucket = (bucket &+ 1) & bucketMask
      }
    }
    var place = 0
    while place < count {
      if Self.matches(names + place, start, length, ends) { return place }
      place &+= 1
    }
    return -1
  }
}
