extension ResponseWriter {
  /// Where the output is at one moment: everything that a roll-back brings back.
  @usableFromInline
  package struct Mark {
    @usableFromInline let used: Int
    @usableFromInline let spilledCount: Int
    @usableFromInline let limit: Int
    @usableFromInline let runStart: UnsafeRawPointer
    @usableFromInline let runEnd: UnsafeRawPointer
    @usableFromInline let batches: BatchOrder.State
    @usableFromInline let overflowed: Bool

    @inlinable @inline(__always)
    init(_ writer: borrowing ResponseWriter) {
      used = writer.used
      spilledCount = writer.spilled
      limit = writer.limit
      runStart = writer.runStart
      runEnd = writer.runEnd
      batches = writer.batches.state
      overflowed = writer.hasOverflowed
    }
  }

  /// Where the output is now. Cheap: a pending run stays pending.
  @inlinable @inline(__always)
  package func mark() -> Mark { Mark(self) }

  /// Undoes everything that was written since `mark`, within one burst: a run that was pending then
  /// is pending again.
  package mutating func rollBack(to mark: Mark) {
    used = mark.used
    spilled = mark.spilledCount
    limit = mark.limit
    runStart = mark.runStart
    runEnd = mark.runEnd
    hasOverflowed = mark.overflowed
    misuse = nil
    batches.rollBack(to: mark.batches)
    pointsBlocked = batches.blocksPoints
  }
}
