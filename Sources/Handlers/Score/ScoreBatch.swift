import KapacitorUDF
import Lambda
import UDFWire

/// Score for batches: batch->batch answers every point, batch->stream one point for each batch.
///
/// Where aggregates over the batch are used, or only one point comes of it, the points are held until
/// the batch ends. State is the group's and goes on from batch to batch, as in Kapacitor's own nodes.
struct ScoreBatch: TaskHandler, ~Copyable {
  private var score: Score
  private let holdsPoints: Bool
  private var begin: BeginBatch?
  private var state: LambdaState?
  private var held = PointStore()

  init(_ setup: ScoreSetup, log: HandlerLog) throws {
    score = try Score(setup, log: log)
    holdsPoints =
      setup.rules.edge == .batchToStream || !setup.plan.layout.batchAggregates.isEmpty
  }

  var outputBytesPerPoint: Int { score.outputBytesPerPoint }

  mutating func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) throws {
    begin = batch
    state = score.state(of: batch.group)
    held.removeAll()
    if !holdsPoints { try output.begin(batch) }
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    throw HandlerError("points come in bursts")
  }

  mutating func points(_ burst: PointBurst, _ output: inout HandlerOutput) throws {
    guard holdsPoints else {
      try score.modelsChanged()
      return try score.score(burst, group: state, &output)
    }
    for index in burst.indices where !held.append(burst[index]) {
      throw TaskFailure(
        "a batch is larger than \(PointStore.maximumBytes >> 20) MiB and cannot be aggregated; "
          + "use smaller batches")
    }
  }

  mutating func endBatch(_ end: EndBatch, _ output: inout HandlerOutput) throws {
    let open = begin
    begin = nil
    if let open { score.settle(open.group, &output) }
    guard holdsPoints else { return try output.end(end) }
    guard let begin = open else { return }
    try score.modelsChanged()
    let points = held
    if output.provides == .batch { try output.begin(begin) }
    let state = self.state
    _ = try points.withBurst { burst in
      score.aggregate(burst)
      if output.provides == .batch {
        try score.score(burst, group: state, &output)
      } else if let answer = try score.answer(burst[burst.count - 1], state, end) {
        try output.write(answer)
      }
    }
    if output.provides == .batch { try output.end(end) }
    held.removeAll()
  }

  // MARK: - State

  var stateLayout: StateLayout { score.stateLayout }
  mutating func modelsChanged() throws { try score.modelsChanged() }

  /// Also what an open batch has come to: a snapshot may be taken between any two points.
  mutating func snapshot() throws -> Snapshot? {
    let groups = try score.snapshot()
    guard begin != nil || groups != nil else { return nil }
    return Snapshot { writer in
      writer.write(begin != nil)
      writer.write(begin?.encoded() ?? [])
      writer.write(held.bytes)
      writer.write(groups?.bytes ?? [])
    }
  }

  mutating func restore(_ snapshot: Snapshot) throws {
    var isOpen = false
    var parts: [[UInt8]] = []
    try snapshot.read { reader in
      isOpen = try reader.bool()
      for _ in 0..<3 { parts.append(try reader.byteArray()) }
    }
    if !parts[2].isEmpty { try score.restore(Snapshot(parts[2])) }
    guard isOpen else { return }
    let open = try parts[0].withUnsafeBytes { try BeginBatch(decoding: $0) }
    guard let points = PointStore(frames: parts[1]) else {
      throw SnapshotError("the snapshot is damaged: a point of the open batch is none")
    }
    begin = open
    held = points
    state = score.state(of: open.group)
  }
}
