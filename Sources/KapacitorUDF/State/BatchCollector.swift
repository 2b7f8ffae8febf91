import UDFWire

/// Makes batches of a stream, for handlers that want a stream and provide batches: one batch at a time
/// for each group, written when it is complete.
///
/// Points are kept in their encoded form, and written as they came or as the handler answers them.
/// Nothing is lost at a bound: a batch that grows too large, or whose group has to make room for
/// another, is written early, and counted.
public struct BatchCollector {
  /// Writes a batch that is complete.
  public typealias Answer = (CollectedBatch, inout HandlerOutput) throws -> Void

  /// What one batch holds at most, in bytes of encoded points.
  public static let maximumBatchBytes = 16 << 20

  public let every: EmitEvery
  /// What may wait in all, in bytes of encoded points.
  public let maximumBytes: Int
  // Invariant: one pending batch for each number that the index has given out; `waitingBytes` is the sum
  // of theirs.
  private var index: GroupIndex
  private var pending: [PendingBatch] = []
  private var waitingBytes = 0

  /// - Parameters:
  ///   - maximumGroups: the most groups that are kept apart.
  ///   - maximumBytes: the most bytes of points that wait, all groups together: beyond it the batch of
  ///     the group that was idle for longest is written.
  public init(every: EmitEvery, maximumGroups: Int = 10_000, maximumBytes: Int = 64 << 20) {
    self.every = every
    self.maximumBytes = maximumBytes
    index = GroupIndex(maximum: maximumGroups)
  }

  /// How many points wait.
  public var count: Int { pending.reduce(0) { $0 + $1.count } }

  /// Adds a point to its group's batch, and writes what is complete then.
  public mutating func add(
    _ point: PointView, _ output: inout HandlerOutput,
    answer: Answer = { try $0.pass(&$1) }
  ) throws {
    let (number, isNew) = index.find(point.group.bytes)
    if isNew {
      if number == pending.count {
        pending.append(PendingBatch())
      } else {
        // Another group's, which made room.
        try emit(number, early: true, &output, answer)
      }
    }
    if pending[number].byteCount + point.frameBytes > PointStore.maximumBytes {
      try emit(number, early: true, &output, answer)
    }
    let time = point.timeNanoseconds
    switch every {
    case .points(let count):
      append(point, time, to: number)
      if pending[number].count >= count { try emit(number, &output, answer) }
    case .nanoseconds(let span):
      if pending[number].count > 0 {
        let start = pending[number].startNanoseconds
        let (end, overflow) = start.addingReportingOverflow(span)
        if !overflow && time >= end { try emit(number, at: end, &output, answer) }
      }
      append(point, time, to: number)
    }
    if pending[number].byteCount >= Self.maximumBatchBytes {
      try emit(number, early: true, &output, answer)
    }
    if waitingBytes > maximumBytes { try makeRoom(&output, answer) }
  }

  /// Writes everything that waits, the longest idle group first: when the input ends, or a time-out has
  /// come.
  public mutating func emitAll(
    _ output: inout HandlerOutput, answer: Answer = { try $0.pass(&$1) }
  ) throws {
    for number in index.byUse { try emit(number, &output, answer) }
  }

  private mutating func append(_ point: PointView, _ time: Int64, to number: Int) {
    pending[number].append(point, timeNanoseconds: time)
    waitingBytes += point.frameBytes
  }

  /// Writes the batches of the groups that were idle for longest until a quarter of the room is free, so
  /// that not every point has to look for one.
  private mutating func makeRoom(_ output: inout HandlerOutput, _ answer: Answer) throws {
    for number in index.byUse where pending[number].count > 0 {
      try emit(number, early: true, &output, answer)
      if waitingBytes <= maximumBytes / 4 * 3 { return }
    }
  }

  /// The batch is forgotten only once it is written.
  private mutating func emit(
    _ number: Int, at timeNanoseconds: Int64? = nil, early isEarly: Bool = false,
    _ output: inout HandlerOutput, _ answer: Answer
  ) throws {
    guard pending[number].count > 0 else { return }
    try pending[number].hand(to: { try answer($0, &output) }, timeNanoseconds: timeNanoseconds)
    waitingBytes -= pending[number].byteCount
    pending[number].removeAll()
    if isEarly { output.countEvicted(1) }
  }
}

extension BatchCollector {
  /// What waits; nil when that is nothing.
  public func snapshot() -> Snapshot? {
    if index.count == 0 { return nil }
    return Snapshot { writer in
      writer.write(UInt64(index.count))
      for number in index.byUse {
        writer.write(index.name(of: number))
        pending[number].write(to: &writer)
      }
    }
  }

  /// Takes over what waited in a snapshot.
  ///
  /// - Throws: `SnapshotError` for a damaged one, and for one of more groups than are kept apart.
  public mutating func restore(_ snapshot: Snapshot) throws {
    var restored = BatchCollector(
      every: every, maximumGroups: index.maximum, maximumBytes: maximumBytes)
    try snapshot.read { reader in
      let count = try reader.count(ofAtLeast: 24)
      guard count <= index.maximum else {
        throw SnapshotError("the snapshot has \(count) groups, more than \(index.maximum)")
      }
      for _ in 0..<count {
        let name = try reader.byteArray()
        let batch = try PendingBatch(from: &reader)
        let (_, isNew) = name.withUnsafeBytes { restored.index.find($0) }
        guard isNew else {
          throw SnapshotError("the snapshot is damaged: a group in it comes twice")
        }
        restored.waitingBytes += batch.byteCount
        restored.pending.append(batch)
      }
    }
    self = restored
  }
}
