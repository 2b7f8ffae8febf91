extension ResponseWriter {
  /// Everything that a roll-back brings back.
  package struct Mark {
    fileprivate let used: Int
    fileprivate let spilledCount: Int
    fileprivate let limit: Int
    fileprivate let runStart: UnsafeRawPointer
    fileprivate let runEnd: UnsafeRawPointer
    fileprivate let overflowed: Bool
    fileprivate let pointsBlocked: Bool
    fileprivate let misuse: WireFault?
    fileprivate let batches: BatchOrder.Mark
  }

  /// Where the output is now. Cheap: a pending run stays pending.
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
