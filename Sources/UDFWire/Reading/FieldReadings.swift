/// What one walk over a point found for every name of a `FieldTable`.
///
/// A handler makes one and reuses it: reading allocates nothing. Its slots are memory of its own, which copies share; texts
/// are borrowed from the point, so that all of it is valid only until the next `read` and during the handler's call.
public struct FieldReadings {
  public let table: FieldTable
  private let memory: ReadingMemory
  // Invariant: one slot for each name of the table; owned by `memory`.
  @usableFromInline let slots: UnsafeMutablePointer<Reading>
  @usableFromInline let slotCount: Int
  /// The point's time, nanoseconds since 1970-01-01T00:00:00Z; 0 where it has none.
  @usableFromInline var time: Int64 = 0

  public init(_ table: FieldTable) {
    self.table = table
    slotCount = table.fieldCount + table.tagCount
    memory = ReadingMemory(count: slotCount)
    slots = memory.slots
  }

  @inlinable public var timeNanoseconds: Int64 { time }

  @inlinable @inline(__always)
  func slot(_ index: Int) -> Reading {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: slotCount), "no such name in the table")
    return slots[index]
  }

  /// What the point has under the name of slot `index`.
  @inlinable public func kind(_ index: Int) -> ReadingKind { slot(index).kind }

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
