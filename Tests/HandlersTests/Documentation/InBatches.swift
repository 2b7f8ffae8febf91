import KapacitorUDF

/// Makes a batch of every so many points of a group.
struct InBatches: UDFHandler {
  static let name = "in_batches"
  static let info = UDFInfo(
    wants: .stream, provides: .batch,
    options: [.int("size", default: 100, min: 1, max: 100_000, "points in a batch")])
  private var collector: BatchCollector
  let stateLayout = StateLayout(version: 1)

  init(options: Options, context: HandlerContext) throws {
    collector = BatchCollector(every: .points(Int(try options.int("size"))))
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try collector.add(point, &output)
  }

  mutating func stop(_ output: inout HandlerOutput) throws { try collector.emitAll(&output) }
  mutating func snapshot() -> Snapshot? { collector.snapshot() }
  mutating func restore(_ snapshot: Snapshot) throws { try collector.restore(snapshot) }
}
