/// Appends Response frames to memory that it does not own.
///
/// Every frame is reserved whole before it is written, so that none is ever split: what does not
/// fit goes to the spill, with everything that follows it, and what does not fit there either sets
/// `overflowed`. Points passed on unchanged are gathered while they are neighbours and copied in
/// one go.
///
/// It also keeps the order that Kapacitor depends on with its life: no End without Begin, no Begin
/// inside a batch, no point outside of one on a batch edge.
public struct ResponseWriter: ~Copyable {
  // Unsafe because the memory is the connection's outbound ring: answers are written where they are
  // sent from.
  @usableFromInline let base: UnsafeMutableRawPointer
  public let capacity: Int
  @usableFromInline var used = 0
  @usableFromInline var spilled = 0
  @usableFromInline var hasOverflowed = false
  /// What was asked for out of turn, and not done, since `takeMisuse()`.
  @usableFromInline var misuse: WireFault?

  // Where the memory ends for this writer: capacity, or what is used once the spill is, so that
  // later frames follow there. Invariant: used <= limit <= capacity.
  @usableFromInline var limit: Int
  // The pending run of passed points, in the inbound bytes. Invariant: whole frames; empty when
  // both are alike.
  @usableFromInline var runStart: UnsafeRawPointer
  @usableFromInline var runEnd: UnsafeRawPointer
  // Invariant: true exactly when the edge is a batch edge and no batch is open.
  @usableFromInline var pointsBlocked = false
  @usableFromInline var batches: BatchOrder
  let spill: (any OutputSpill)?

  /// - Parameters:
  ///   - base: `capacity` bytes that are the writer's alone while it lives.
  ///   - provides: the edge that is written; nil where begin and end are only held against each
  ///     other.
  ///   - openBatch: the batch that was begun by an earlier writer and is still open.
  public init(
    base: UnsafeMutableRawPointer, capacity: Int, spill: (any OutputSpill)? = nil,
    provides: EdgeType? = nil, openBatch: BeginBatch? = nil
  ) {
    precondition(capacity >= 0)
    self.base = base
    self.capacity = capacity
    self.spill = spill
    limit = capacity
    runStart = UnsafeRawPointer(base)
    runEnd = runStart
    batches = BatchOrder(provides: provides, open: openBatch)
    pointsBlocked = batches.blocksPoints
  }

  /// How many bytes were written to the memory given.
  @inlinable public var count: Int { used }

  /// How many bytes were written to the spill.
  @inlinable public var spilledCount: Int { spilled }

  /// Frames were lost because neither memory nor spill had room: the connection cannot go on.
  @inlinable public var overflowed: Bool { hasOverflowed }

  /// The batch that is open.
  public var openBatch: BeginBatch? { batches.open }

  /// What was asked for out of turn since the last call. Nothing of it was written.
  public mutating func takeMisuse() -> WireFault? {
    defer { misuse = nil }
    return misuse
  }

  /// Room for one frame of exactly `bytes`, counted as written; nil when there is none left.
  @inlinable @inline(__always)
  mutating func reserve(_ bytes: Int) -> UnsafeMutableRawPointer? {
    if bytes <= limit &- used {
      let start = base + used
      used &+= bytes
      return start
    }
    return reserveInSpill(bytes)
  }

  @usableFromInline @inline(never)
  mutating func reserveInSpill(_ bytes: Int) -> UnsafeMutableRawPointer? {
    limit = used
    guard !hasOverflowed, let start = spill?.reserve(bytes, after: spilled) else {
      hasOverflowed = true
      return nil
    }
    spilled += bytes
    return start
  }

  /// Ends the pending run of passed points.
  @inlinable
  public mutating func flush() {
    let bytes = runEnd - runStart
    guard bytes > 0 else { return }
    if bytes <= limit &- used {
      (base + used).copyMemory(from: runStart, byteCount: bytes)
      used &+= bytes
    } else {
      flushFrameByFrame()
    }
    runStart = runEnd
  }

  /// Copies as many whole frames of the run as fit, the others to the spill.
  @usableFromInline @inline(never)
  mutating func flushFrameByFrame() {
    var frame = runStart
    while frame < runEnd {
      var body = frame
      guard let length = Varint.read(&body, runEnd) else { return }
      let bytes = body - frame + Int(length)
      guard let start = reserve(bytes) else { return }
      start.copyMemory(from: frame, byteCount: bytes)
      frame += bytes
    }
  }

  /// Writes what is pending and forgets where the run was, so that the next point starts a new one
  /// and is checked.
  mutating func endRun() {
    flush()
    runStart = UnsafeRawPointer(base)
    runEnd = runStart
  }
}
