/// Base-128 varints, least significant group first, as protobuf and the frames' length prefixes use them.
public enum Varint {
  /// 64 bits at 7 a byte.
  public static let maximumBytes = 10

  /// Reads a varint and moves `position` behind it; nil, with `position` unmoved, when it is cut off by `end` or longer than ten
  /// bytes. Bits beyond the 64th are dropped, as Google's implementations do.
  @inlinable @inline(__always)
  public static func read(_ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer) -> UInt64? {
    if position < end {
      let byte = position.load(as: UInt8.self)
      if byte < 0x80 {
        position += 1
        return UInt64(byte)
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

  /// Moves `position` behind a varint; false, with `position` unmoved, when it is cut off or longer than ten bytes.
  @inlinable @inline(__always)
  public static func skip(_ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer) -> Bool {
    var next = position
    let last = min(end - position, maximumBytes)
    for _ in 0..<max(0, last) {
      let byte = next.load(as: UInt8.self)
      next += 1
      if byte < 0x80 {
        position = next
        return true
      }
    }
    return false
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
