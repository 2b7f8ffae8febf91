extension ResponseWriter {
  /// Everything that a roll-back brings back.
  @usableFromInline
  package struct Mark {
    @usableFromInline let used: Int
    @usableFromInline let spilledCount: Int
    @usableFromInline let limit: Int
    @usableFromInline let runStart: UnsafeRawPointer
    @usableFromInline let runEnd: UnsafeRawPointer
    @usableFromInline let overflowed: Bool
    @usableFromInline let pointsBlocked: Bool
    @usableFromInline let misuse: WireFault?
    @usableFromInline let batches: BatchOrder.Mark

    @inlinable
    init(
      used: Int, spilledCount: Int, limit: Int, runStart: UnsafeRawPointer,
      runEnd: UnsafeRawPointer, overflowed: Bool, pointsBlocked: Bool, misuse: WireFault?,
      batches: BatchOrder.Mark
    ) {
      self.used = used
      self.spilledCount = spilledCount
      self.limit = limit
      self.runStart = runStart
      self.runEnd = runEnd
      self.overflowed = overflowed
      self.pointsBlocked = pointsBlocked
      self.misuse = misuse
      self.batches = batches
    }
  }

  /// Where the output is now. Cheap, and inlined: where nothing throws, it costs nothing at all. A pending run stays pending.
  @inlinable
  package func mark() -> Mark {
    Mark(
      used: used, spilledCount: spilledCount, limit: limit, runStart: runStart, runEnd: runEnd,
      overflowed: overflowed, pointsBlocked: pointsBlocked, misuse: misuse, batches: batches.mark)
  }

  /// Undoes everything that was written since `mark`, within one burst: a run that was pending then is pending again.
  package mutating func rollBack(to mark: Mark) {
    used = mark.used
    spilledCount = mark.spilledCount
    limit = mark.limit
    runStart = mark.runStart
    runEnd = mark.runEnd
    overflowed = mark.overflowed
    pointsBlocked = mark.pointsBlocked
    misuse = mark.misuse
    batches.rollBack(to: mark.batches)
  }
}
