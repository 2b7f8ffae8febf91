import Lambda

/// What a burst has come to, for writing it: plain memory that `ScoreColumns` owns, so that going
/// through it counts no references.
struct ColumnAnswers {
  /// A field or tag that is written from a slot.
  struct Output {
    let edit: Int
    let slot: Int
    let kind: ValueKind
  }

  let slots: ColumnSlots
  let sets: UnsafeBufferPointer<Output>
  let otherwise: UnsafeBufferPointer<Output>
  let tags: UnsafeBufferPointer<Output>
  // Bit p is about point p: see `ScoreColumns`.
  let scored: UInt64
  let emitted: UInt64
  let conflicting: UInt64

  @inline(__always)
  func isScored(_ point: Int) -> Bool { scored &>> UInt64(point) & 1 != 0 }

  @inline(__always)
  func conflicts(_ point: Int) -> Bool { conflicting &>> UInt64(point) & 1 != 0 }

  /// Whether a point is not passed on.
  @inline(__always)
  func isLeftOut(_ point: Int, emitsOnlyScored: Bool) -> Bool {
    isScored(point) ? emitted &>> UInt64(point) & 1 == 0 : emitsOnlyScored
  }
}
