import UDFWire

/// Makes batches of a stream, for handlers that want a stream and provide batches: one batch at a time
/// for each group, written when it is complete.
///
/// Points are kept in their encoded form and written as they came. Nothing is lost at a bound: a batch
/// that grows too large, or whose group has to make room for another, is written early.
public struct BatchCollector {
  /// What one batch holds at most, in bytes of encoded points.
  public static let maximumBatchBytes = 16 << 20

  public let every: EmitEvery
  // Invariant: one pending batch for each number that the index has given out.
  private var index: GroupIndex
  private var pending: [PendingBatch] = []

  /// - Parameter maximumGroups: the most groups that are kept apart.
  public init(every: EmitEvery, maximumGroups: Int = 10_000) {
    self.every = every
    index = GroupIndex(maximum: maximumGroups)
  }

  /// How many points wait.
  public var count: Int { pending.reduce(0) { $0 + $1.count } }

  /// Adds a point to its group's batch, and writes what is complete then.
  public mutating func add(_ point: PointView, _ output: inout HandlerOutput) throws {
    let number = try number(of: point, &output)
    let time = point.timeNanoseconds
    switch every {
    case .points(let count):
      pending[number].append(point, timeNanoseconds: time)
      if pending[number].count >= count { try emit(number, &output) }
    case .nanoseconds(let span):
      if pending[number].count > 0 {
        let start = pending[number].startNanoseconds
        let (end, overflow) = start.addingReportingOverflow(span)
        if !overflow && time >= end { try emit(number, at: end, &output) }
      }
      pending[number].append(point, timeNanoseconds: time)
    }
    if pending[number].byteCount >= Self.maximumBatchBytes { try emit(number, &output) }
  }

  /// Writes everything that waits, the longest idle group first: when the input ends, or a time-out has
  /// come.
  public mutating func emitAll(_ output: inout HandlerOutput) throws {
    for number in index.byUse { try emit(number, &output) }
  }

  /// The batch is forgotten only once it is written.
  private mutating func emit(
    _ number: Int, at timeNanoseconds: Int64? = nil, _ output: inout HandlerOutput
  ) throws {
    try pending[number].write(to: &output, timeNanoseconds: timeNanoseconds)
    pending[number].removeAll()
  }

  private mutating func number(
    of point: PointView, _ output: inout HandlerOutput
  ) throws -> Int {
    let (number, isNew) = index.find(point.group.bytes)
    if isNew {
      if number == pending.count {
        pending.append(PendingBatch())
      } else {
        // Another group's, which made room.
        try emit(number, &output)
      }
    }
    return number
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
    var restored = BatchCollector(every: every, maximumGroups: index.maximum)
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
        restored.pending.append(batch)
      }
    }
    self = restored
  }
}
