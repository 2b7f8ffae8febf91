/// What one walk over a point found for every name of a `FieldTable`.
///
/// A handler makes one and reuses it: reading allocates nothing. Its slots are memory of its own,
/// which copies share; texts are borrowed from the point, so that all of it is valid only until the
/// next `read` and during the handler's call.
public struct FieldReadings {
  let memory: ReadingMemory
  // Owned by `memory`. Two words in all, so that the compiler keeps readings in registers.
  @usableFromInline let state: UnsafeMutablePointer<ReadingState>

  public init(_ table: FieldTable) {
    memory = ReadingMemory(table)
    state = memory.state
  }

  public var table: FieldTable { memory.table }

  /// The point's time, nanoseconds since 1970-01-01T00:00:00Z; 0 where it has none.
  @inlinable public var timeNanoseconds: Int64 {
    guard var start = state.pointee.timeStart else { return 0 }
    // Its end was found by the walk, at most ten bytes on.
    return Int64(bitPattern: Varint.read(&start, start + Varint.maximumBytes) ?? 0)
  }

  @inlinable @inline(__always)
  func slot(_ index: Int) -> Reading {
    precondition(
      UInt(bitPattern: index) < UInt(bitPattern: state.pointee.slotCount),
      "no such name in the table")
    return state.pointee.slots[index]
  }

  /// What the point has under the name of slot `index`.
  @inlinable public func kind(_ index: Int) -> ReadingKind { slot(index).kind }

  /// The value as one word, for whoever has looked at the kind: a double's bits, an integer, 0 or 1
  /// for a boolean. Of no meaning for texts and what is missing.
  @inlinable @inline(__always)
  public func word(_ index: Int) -> UInt64 { slot(index).bits }

  /// The number of a field; integers serve as numbers, booleans, strings and tags do not: nil.
  @inlinable @inline(__always)
  public func double(_ index: Int) -> Double? {
    let reading = slot(index)
    if reading.kind == .double { return Double(bitPattern: reading.bits) }
    if reading.kind == .int { return Double(Int64(bitPattern: reading.bits)) }
    return nil
  }

  /// The integer of a field of that type; nil for all others.
  @inlinable
  public func int(_ index: Int) -> Int64? {
    let reading = slot(index)
    return reading.kind == .int ? Int64(bitPattern: reading.bits) : nil
  }

  /// The boolean of a field of that type; nil for all others.
  @inlinable
  public func bool(_ index: Int) -> Bool? {
    let reading = slot(index)
    return reading.kind == .bool ? reading.bits != 0 : nil
  }

  /// The text of a string field or a tag; nil for all others.
  @inlinable
  public func string(_ index: Int) -> BorrowedString? {
    let reading = slot(index)
    guard reading.kind == .string || reading.kind == .tag,
      let start = UnsafeRawPointer(bitPattern: UInt(reading.bits))
    else { return nil }
    return BorrowedString(start: start, count: Int(reading.count))
  }

  /// An owned copy of a field's value; nil where there is none, and for a tag.
  public func value(_ index: Int) -> FieldValue? {
    switch kind(index) {
    case .missing, .tag: nil
    case .string: string(index).map { .string(String($0)) }
    case .int: int(index).map { .int($0) }
    case .double: double(index).map { .double($0) }
    case .bool: bool(index).map { .bool($0) }
    }
  }
}
