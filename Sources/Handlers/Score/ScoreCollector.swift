import KapacitorUDF
import Lambda
import UDFWire

/// Score from stream to batch: collects the points of each group and answers them as a batch, every
/// so many points or so much point time.
struct ScoreCollector: TaskHandler {
  private var score: Score
  private let interval: ScoreInterval
  private var groups: GroupStates<PendingBatch>

  init(_ setup: ScoreSetup, log: HandlerLog) throws {
    score = try Score(setup, log: log)
    // The rules demand one for this edge.
    interval = setup.rules.emitEvery ?? .points(1)
    groups = GroupStates(maximum: setup.rules.maximumGroups) { PendingBatch() }
  }

  var outputBytesPerPoint: Int { score.outputBytesPerPoint }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    let pending = groups.update(point.group) { $0 }
    let time = point.timeNanoseconds
    if case .duration(let nanoseconds) = interval, !pending.points.isEmpty,
      time &- pending.firstTime >= nanoseconds
    {
      try flush(pending, &output)
    }
    if !pending.append(point, at: time) {
      try flush(pending, &output)
      _ = pending.append(point, at: time)
    }
    if case .points(let count) = interval, pending.points.count >= count {
      try flush(pending, &output)
    }
  }

  private mutating func flush(_ pending: PendingBatch, _ output: inout HandlerOutput) throws {
    let points = pending.points
    pending.points.removeAll()
    try score.modelsChanged()
    _ = try points.withBurst { burst in
      let first = try burst[0].decoded()
      var tags: OrderedMap<String> = [:]
      for name in first.dimensions { tags[name] = first.tags[name] }
      let begin = BeginBatch(
        name: first.name, group: first.group, tags: tags, size: Int64(burst.count),
        byName: first.byName)
      try output.begin(begin)
      score.aggregate(burst)
      try score.score(burst, group: nil, &output)
      try output.end(EndBatch(of: begin, maximumTimeNanoseconds: pending.lastTime))
    }
  }

  /// What waits is answered when the input ends.
  mutating func stop(_ output: inout HandlerOutput) throws {
    for name in groups.names {
      var name = name
      let pending = name.withUTF8 { bytes in
        let empty = UnsafeRawPointer(bitPattern: 1)!
        let start = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? empty
        return groups.update(BorrowedString(start: start, count: bytes.count)) { $0 }
      }
      try flush(pending, &output)
    }
  }

  // MARK: - State

  var stateLayout: StateLayout { score.stateLayout }
  mutating func modelsChanged() throws { try score.modelsChanged() }

  mutating func snapshot() throws -> Snapshot? {
    let pending = groups.snapshot()
    let state = try score.snapshot()
    guard pending != nil || state != nil else { return nil }
    return Snapshot { writer in
      writer.write(pending?.bytes ?? [])
      writer.write(state?.bytes ?? [])
    }
  }

  mutating func restore(_ snapshot: Snapshot) throws {
    var parts: [[UInt8]] = []
    try snapshot.read { reader in
      parts = [try reader.byteArray(), try reader.byteArray()]
    }
    if !parts[0].isEmpty { try groups.restore(Snapshot(parts[0])) }
    if !parts[1].isEmpty { try score.restore(Snapshot(parts[1])) }
  }
}
