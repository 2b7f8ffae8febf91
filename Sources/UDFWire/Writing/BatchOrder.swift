/// Which batch is open, and whether points and batches may be written now.
@usableFromInline
struct BatchOrder {
  let provides: EdgeType?
  // Batches that this writer began, so that a roll-back can bring back the one that was open before. Invariant: `place` is nil or
  // lies in it.
  @usableFromInline var begun: [BeginBatch] = []
  @usableFromInline var place: Int?

  init(provides: EdgeType?, open: BeginBatch?) {
    self.provides = provides
    if let open {
      begun = [open]
      place = 0
    }
  }

  var open: BeginBatch? { place.map { begun[$0] } }

  var isOpen: Bool { place != nil }

  var blocksPoints: Bool { provides == .batch && place == nil }

  mutating func begin(_ batch: BeginBatch) throws(WireFault) {
    guard provides != .stream else { throw WireFault(.batchOnStreamEdge, in: .output) }
    guard place == nil else { throw WireFault(.beginInsideBatch, in: .output) }
    place = begun.count
    begun.append(batch)
  }

  mutating func end() throws(WireFault) {
    guard provides != .stream else { throw WireFault(.batchOnStreamEdge, in: .output) }
    guard place != nil else { throw WireFault(.endWithoutBegin, in: .output) }
    place = nil
  }

  /// What a mark keeps.
  @usableFromInline
  struct Mark {
    @usableFromInline let place: Int?
    @usableFromInline let begunCount: Int

    @inlinable
    init(place: Int?, begunCount: Int) {
      self.place = place
      self.begunCount = begunCount
    }
  }

  @inlinable var mark: Mark { Mark(place: place, begunCount: begun.count) }

  mutating func rollBack(to mark: Mark) {
    place = mark.place
    begun.removeLast(begun.count - mark.begunCount)
  }
}
