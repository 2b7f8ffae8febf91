import KapacitorUDF
import Lambda
import UDFWire

/// Score for batches: batch->batch answers every point, batch->stream one point for each batch.
///
/// Where aggregates over the batch are used, or only one point comes of it, the points are held until
/// the batch ends. State is the group's and goes on from batch to batch, as in Kapacitor's own nodes.
struct ScoreBatch: TaskHandler {
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
    guard holdsPoints else { return try output.end(end) }
    guard let begin else { return }
    self.begin = nil
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

  var stateLayout: StateLayout { score.stateLayout }
  mutating func modelsChanged() throws { try score.modelsChanged() }
  mutating func snapshot() throws -> Snapshot? { try score.snapshot() }
  mutating func restore(_ snapshot: Snapshot) throws { try score.restore(snapshot) }
}
