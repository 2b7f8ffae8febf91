/// Base-128 varints, least significant group first, as protobuf and the frames' length prefixes use
/// them.
public enum Varint {
  /// 64 bits at 7 a byte.
  public static let maximumBytes = 10

  /// Reads a varint and moves `position` behind it; nil, with `position` unmoved, when it is cut
  /// off by `end` or longer than ten bytes. Bits beyond the 64th are dropped, as Google's
  /// implementations do.
  @inlinable @inline(__always)
  public static func read(_ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer) -> UInt64? {
    if position < end {
      let byte = position.load(as: UInt8.self)
      if byte < 0x80 {
        position += 1
        return UInt64(byte)
      }
      // Two bytes are the length of every usual point.
      if end - position >= 2 {
        let second = position.load(fromByteOffset: 1, as: UInt8.self)
        if second < 0x80 {
          position += 2
          return UInt64(byte & 0x7f) | UInt64(second) &<< 7
        }
      }
    }
    return readLong(&position, end)
  }

  @inlinable @inline(never)
  static func readLong(_ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    var next = position
    while next < end && shift < 70 {
      let byte = next.load(as: UInt8.self)
      next += 1
      value |= UInt64(byte & 0x7f) &<< shift
      shift &+= 7
      if byte < 0x80 {
        position = next
        return value
      }
    }
    return nil
  }

  /// Where the varint at `position` ends; nil when it is cut off by `end` or longer than ten bytes.
  @inlinable @inline(__always)
  public static func end(of position: UnsafeRawPointer, _ end: UnsafeRawPointer)
    -> UnsafeRawPointer?
  {
    guard end - position >= maximumBytes else { return nearEnd(of: position, end) }
    // Eight bytes at a time: the first one below 0x80 ends the varint.
    let word = UInt64(littleEndian: position.loadUnaligned(as: UInt64.self))
    let ends = ~word & 0x8080_8080_8080_8080
    if ends != 0 { return position + (ends.trailingZeroBitCount &>> 3 &+ 1) }
    if position.load(fromByteOffset: 8, as: UInt8.self) < 0x80 { return position + 9 }
    if position.load(fromByteOffset: 9, as: UInt8.self) < 0x80 { return position + 10 }
    return nil
  }

  @inlinable @inline(never)
  static func nearEnd(
    of position: UnsafeRawPointer, _ end: UnsafeRawPointer
  ) -> UnsafeRawPointer? {
    var next = position
    while next < end {
      let byte = next.load(as: UInt8.self)
      next += 1
      if byte < 0x80 { return next }
    }
    return nil
  }

  /// How many bytes `value` takes: 1 to 10.
  @inlinable @inline(__always)
  public static func byteCount(_ value: UInt64) -> Int {
    // ceil(bits / 7) for 1...64 bits without a division.
    let bits = 64 &- (value | 1).leadingZeroBitCount
    return (bits &* 9 &+ 64) &>> 6
  }

  /// How many bytes a length or count takes. Lengths are never negative.
  @inlinable @inline(__always)
  public static func byteCount(_ value: Int) -> Int {
    byteCount(UInt64(bitPattern: Int64(value)))
  }

  /// Writes `value` to `position`, which must have room for its `byteCount`, and moves behind it.
  @inlinable @inline(__always)
  public static func write(_ value: UInt64, _ position: inout UnsafeMutableRawPointer) {
    var rest = value
    while rest >= 0x80 {
      position.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
      position += 1
      rest &>>= 7
    }
    position.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
    position += 1
  }

  @inlinable @inline(__always)
  public static func write(_ value: Int, _ position: inout UnsafeMutableRawPointer) {
    write(UInt64(bitPattern: Int64(value)), &position)
  }

  /// The fault of a varint at `position` that `read` or `skip` refused.
  @usableFromInline
  static func fault(
    at position: UnsafeRawPointer, _ end: UnsafeRawPointer, in place: WireFault.Place
  ) -> WireFault {
    WireFault(end - position >= maximumBytes ? .varintTooLong : .truncated, in: place)
  }
}
