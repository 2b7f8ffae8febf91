/// Which batch is open, and whether points and batches may be written now.
@usableFromInline
struct BatchOrder {
  let provides: EdgeType?
  // Batches that this writer began, so that a roll-back can bring back the one that was open
  // before.
  private var begun: [BeginBatch] = []
  /// What a mark keeps.
  @usableFromInline private(set) var state = State()

  @usableFromInline
  struct State {
    // Invariant: -1, or a place in `begun`: the open batch.
    var open: Int32 = -1
    // Invariant: begun.count.
    var begunCount: Int32 = 0

    @usableFromInline init() {}
  }

  init(provides: EdgeType?, open: BeginBatch?) {
    self.provides = provides
    if let open { start(open) }
  }

  var open: BeginBatch? { state.open < 0 ? nil : begun[Int(state.open)] }

  var isOpen: Bool { state.open >= 0 }

  var blocksPoints: Bool { provides == .batch && state.open < 0 }

  mutating func begin(_ batch: BeginBatch) throws(WireFault) {
    guard provides != .stream else { throw WireFault(.batchOnStreamEdge, in: .output) }
    guard state.open < 0 else { throw WireFault(.beginInsideBatch, in: .output) }
    start(batch)
  }

  private mutating func start(_ batch: BeginBatch) {
    state.open = Int32(begun.count)
    begun.append(batch)
    state.begunCount = Int32(begun.count)
  }

  mutating func end() throws(WireFault) {
    guard provides != .stream else { throw WireFault(.batchOnStreamEdge, in: .output) }
    guard state.open >= 0 else { throw WireFault(.endWithoutBegin, in: .output) }
    state.open = -1
  }

  mutating func rollBack(to earlier: State) {
    begun.removeLast(begun.count - Int(earlier.begunCount))
    state = earlier
  }
}
