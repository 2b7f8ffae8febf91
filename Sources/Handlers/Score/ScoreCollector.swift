import KapacitorUDF
import Lambda
import UDFWire

/// Score from stream to batch: collects the points of each group and answers them as a batch, every
/// so many points or so much point time.
struct ScoreCollector: TaskHandler, ~Copyable {
  private var score: Score
  private var collector: BatchCollector

  init(_ setup: ScoreSetup, log: HandlerLog) throws {
    score = try Score(setup, log: log)
    collector = BatchCollector(
      // The rules demand one for this edge.
      every: setup.rules.emitEvery ?? .points(1), maximumGroups: setup.rules.maximumGroups,
      maximumBytes: setup.rules.maximumStateBytes)
  }

  var outputBytesPerPoint: Int { score.outputBytesPerPoint }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try Self.add(point, to: &collector, &score, &output)
  }

  /// What waits is answered when the input ends.
  mutating func stop(_ output: inout HandlerOutput) throws {
    try Self.emitAll(of: &collector, &score, &output)
  }

  // The collector lends the batch while the score answers it: two parts of this struct at once.

  private static func add(
    _ point: PointView, to collector: inout BatchCollector, _ score: inout Score,
    _ output: inout HandlerOutput
  ) throws {
    try collector.add(point, &output) { batch, output in
      try answer(batch, &score, &output)
    }
  }

  private static func emitAll(
    of collector: inout BatchCollector, _ score: inout Score, _ output: inout HandlerOutput
  ) throws {
    try collector.emitAll(&output) { batch, output in try answer(batch, &score, &output) }
  }

  private static func answer(
    _ batch: CollectedBatch, _ score: inout Score, _ output: inout HandlerOutput
  ) throws {
    try score.modelsChanged()
    try output.begin(batch.begin)
    score.aggregate(batch.points)
    try score.score(batch.points, group: nil, &output)
    try output.end(batch.end)
  }

  // MARK: - State

  var stateLayout: StateLayout {
    var layout = score.stateLayout
    layout.version = 2
    return layout
  }

  mutating func modelsChanged() throws { try score.modelsChanged() }

  mutating func snapshot() throws -> Snapshot? {
    let pending = collector.snapshot()
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
    if !parts[0].isEmpty { try collector.restore(Snapshot(parts[0])) }
    if !parts[1].isEmpty { try score.restore(Snapshot(parts[1])) }
  }
}
