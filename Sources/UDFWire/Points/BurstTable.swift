/// Collects the frames of a burst. Its memory is reused from one readiness to the next.
public struct BurstTable: ~Copyable {
  @usableFromInline var entries: UnsafeMutablePointer<FrameEntry>
  // Invariant: `entries` has room for so many, 0 < capacity <= maximum.
  public private(set) var capacity: Int
  private let maximum: Int
  // Invariant: the first `count` entries are initialised, 0 <= count <= capacity.
  public private(set) var count = 0

  /// - Parameter maximum: up to this the table grows with what is collected: one of a connection through which single
  ///   points come stays small.
  public init(capacity: Int, growingTo maximum: Int? = nil) {
    precondition(capacity > 0)
    self.capacity = capacity
    self.maximum = max(capacity, maximum ?? capacity)
    entries = .allocate(capacity: capacity)
  }

  deinit { entries.deallocate() }

  public mutating func removeAll() { count = 0 }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<FrameEntry>.allocate(capacity: min(4 * capacity, maximum))
    larger.update(from: entries, count: count)
    entries.deallocate()
    entries = larger
    capacity = min(4 * capacity, maximum)
  }

  /// Adds one frame, given as offsets from the burst's base.
  public mutating func append(_ entry: FrameEntry) {
    precondition(count < capacity)
    entries[count] = entry
    count &+= 1
  }

  /// Collects frames of the usual shape (`PointFrame`) from `offset` on, as long as they are
  /// complete, the table has room and `room` lasts, of which each frame takes its own size and
  /// `slack`.
  ///
  /// - Returns: the offset of the first frame that was not collected: incomplete, of another kind
  ///   or shape, over `limit`, or one too many. `Framing.next` and `RequestEnvelope` say which.
  public mutating func collect(
    from input: UnsafeRawBufferPointer, at offset: Int, room: inout Int, slack: Int,
    limit: Int = WireLimits.maximumFrameBytes
  ) -> Int {
    precondition(offset >= 0 && offset <= input.count && input.count <= Int(UInt32.max))
    guard let base = input.baseAddress else { return offset }
    let end = base + input.count
    var frame = base + offset
    var left = room
    var collected = count
    var entries = entries
    while true {
      if collected == capacity {
        guard capacity < maximum else { break }
        count = collected
        grow()
        entries = self.entries
      }
      var body = frame
      guard let length = Varint.read(&body, end), length <= UInt64(end - body),
        length <= UInt64(limit)
      else { break }
      let frameEnd = body + Int(length)
      guard let point = PointFrame.point(in: body, frameEnd) else { break }
      let needed = (frameEnd - frame) &+ slack
      guard needed <= left else { break }
      left &-= needed
      entries[collected] = FrameEntry(
        frame: UInt32(truncatingIfNeeded: frame - base),
        body: UInt32(truncatingIfNeeded: point - base),
        end: UInt32(truncatingIfNeeded: frameEnd - base))
      collected &+= 1
      frame = frameEnd
    }
    count = collected
    room = left
    return frame - base
  }

  /// What was collected; nil when that is nothing.
  public func burst(base: UnsafeRawPointer) -> PointBurst? {
    count == 0 ? nil : PointBurst(base: base, entries: UnsafePointer(entries), count: count)
  }
}
