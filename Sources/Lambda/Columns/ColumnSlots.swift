/// The slots of a `LambdaColumns` for the hot path: going through them counts no references. Whoever
/// uses them keeps the `LambdaColumns` alive.
///
/// Unsafe memory behind a checked surface: a slot or point that does not exist stops the process.
public struct ColumnSlots {
  // Invariant: slot s of point p is words[s * 2 * LambdaColumns.pointCount + p]; the length of a text
  // lies one column further. There are `count` slots.
  @usableFromInline let words: UnsafeMutablePointer<UInt64>
  @usableFromInline let count: Int

  /// A value's word: the bits of a float, an int, 0 or 1 for a bool, the address of a text.
  @inlinable
  public subscript(slot: Int, point: Int) -> UInt64 {
    @inline(__always) get { words[place(slot, point)] }
    @inline(__always) nonmutating set { words[place(slot, point)] = newValue }
  }

  /// The bytes stay where they are until the burst is done.
  @inlinable
  public func set(_ slot: Int, _ point: Int, text: UnsafeRawPointer, count: Int) {
    let place = place(slot, point)
    words[place] = UInt64(UInt(bitPattern: text))
    words[place &+ LambdaColumns.pointCount] = UInt64(count)
  }

  /// The text in a slot of that type; valid until the burst is done.
  @inlinable
  public func text(_ slot: Int, _ point: Int) -> UnsafeRawBufferPointer {
    let place = place(slot, point)
    guard let start = UnsafeRawPointer(bitPattern: UInt(words[place])) else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(
      start: start, count: Int(words[place &+ LambdaColumns.pointCount]))
  }

  @inlinable @inline(__always)
  func place(_ slot: Int, _ point: Int) -> Int {
    precondition(
      UInt(bitPattern: slot) < UInt(bitPattern: count)
        && UInt(bitPattern: point) < UInt(bitPattern: LambdaColumns.pointCount),
      "no such slot or point")
    return slot &* (2 &* LambdaColumns.pointCount) &+ point
  }
}
