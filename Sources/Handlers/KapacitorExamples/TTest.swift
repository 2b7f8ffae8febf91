import KapacitorUDF

/// The T-test of Kapacitor's guide to anomaly detection: each batch is compared with the values that
/// were normal so far, by Welch's test. Writes a point with `t` and `pvalue` for each batch but the
/// first; a batch that is not significantly different becomes part of what is normal.
///
/// The guide's handler keeps one history; this one keeps one for each group.
public struct TTest: UDFHandler {
  public static let name = "ttest"
  public static let info = UDFInfo(
    wants: .batch, provides: .stream,
    options: [
      .string("field", "the field that is tested"),
      .int("size", min: 2, max: 1_000_000, "how many normal values are remembered"),
      .double("alpha", min: 0.0, max: 1.0, "a pvalue up to here is an anomaly"),
    ])

  /// Memory for one batch.
  private static let maximumPoints = 1_000_000

  private let field: String
  private let alpha: Double
  private var histories: GroupStates<MovingStatistics>
  private var batch: MovingStatistics?
  private var readings: FieldReadings
  public let stateLayout: StateLayout

  public init(options: Options, context: HandlerContext) throws {
    field = try options.string("field")
    alpha = try options.double("alpha")
    guard alpha > 0 else {
      throw OptionError(option: "alpha", reason: "expects a value above 0, such as 0.01")
    }
    let size = Int(try options.int("size"))
    let groups = max(4, min(10_000, 8_000_000 / size))
    histories = GroupStates(maximum: groups) { MovingStatistics(size: size) }
    readings = FieldReadings(try FieldTable(fields: [field]))
    stateLayout = StateLayout(version: 1, "history of \(size) values of \(field)")
  }

  public mutating func beginBatch(_ begin: BeginBatch, _ output: inout HandlerOutput) throws {
    batch = MovingStatistics(size: nil)
  }

  public mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    guard let value = readings.double(0), value.isFinite else { return output.drop(point) }
    guard (batch?.window.count ?? 0) < Self.maximumPoints else {
      throw TaskFailure("a batch has more than \(Self.maximumPoints) points; use smaller batches")
    }
    batch?.update(value)
  }

  public mutating func endBatch(_ end: EndBatch, _ output: inout HandlerOutput) throws {
    guard let batch else { return }
    self.batch = nil
    var group = end.group
    let alpha = alpha
    let result = group.withUTF8 { bytes in
      let empty = UnsafeRawPointer(bitPattern: 1)!
      let start = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? empty
      return histories.update(BorrowedString(start: start, count: bytes.count)) { history in
        let result = history.count > 0 ? WelchTest(history, batch) : nil
        if result == nil || result!.pvalue > alpha {
          for value in batch.window { history.update(value) }
        }
        return result
      }
    }
    guard let result else { return }
    var fields: OrderedMap<FieldValue> = [:]
    for (name, value) in [("t", result.t), ("pvalue", result.pvalue)] {
      if value.isFinite { fields[name] = .double(value) } else { output.countNonFinite() }
    }
    // A point without fields is none to Kapacitor.
    if !fields.isEmpty { try output.write(Point(of: end, fields: fields)) }
  }

  /// Also what an open batch has come to: a snapshot may be taken between any two points.
  public mutating func snapshot() -> Snapshot? {
    let histories = histories.snapshot()
    guard batch != nil || histories != nil else { return nil }
    return Snapshot { writer in
      writer.write(batch != nil)
      batch?.write(to: &writer)
      writer.write(histories?.bytes ?? [])
    }
  }

  public mutating func restore(_ snapshot: Snapshot) throws {
    var open: MovingStatistics?
    var rest: [UInt8] = []
    try snapshot.read { reader in
      if try reader.bool() { open = try MovingStatistics(from: &reader) }
      rest = try reader.byteArray()
    }
    if !rest.isEmpty { try histories.restore(Snapshot(rest)) }
    batch = open
  }
}
