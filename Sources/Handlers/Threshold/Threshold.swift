import KapacitorUDF

/// `anomaly_score`: how many standard deviations a field's value lies from the mean of the last
/// `window_size` values before it in its group. `anomaly_status`: 1.0 above `threshold`, else 0.0.
public struct Threshold: UDFHandler {
  public static let name = "threshold"
  public static let info = UDFInfo(options: [
    .string("field", "the field that is scored"),
    .double("threshold", default: 3.0, min: 0.0, "in standard deviations"),
    .int("window_size", default: 60, min: 2, max: 1_000_000, "how many values are remembered"),
  ])
  private let field: String, threshold: Double
  private var windows: GroupStates<RollingWindow>
  private var readings: FieldReadings, edits: PointEdits
  public let stateLayout: StateLayout

  public init(options: Options, context: HandlerContext) throws {
    let size = Int(try options.int("window_size"))
    field = try options.string("field")
    threshold = try options.double("threshold")
    windows = GroupStates(maximum: max(6, min(10_000, 6_000_000 / size))) { .init(size: size) }
    let table = try FieldTable(fields: [field, "anomaly_score", "anomaly_status"])
    readings = FieldReadings(table)
    edits = try PointEdits(writing: ["anomaly_score", "anomaly_status"], known: table)
    stateLayout = StateLayout(version: 1, "window of \(size) values of \(field)")
  }
  public mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    guard let value = readings.double(0), value.isFinite else {
      return try output.missing("number in field \(field)", in: point)
    }
    let score = windows.update(point.group) { $0.score(value) }
    edits.set(0, score)
    edits.set(1, score > threshold ? 1.0 : 0.0)
    try output.pass(point, edits, readings: readings)
  }
  public mutating func snapshot() -> Snapshot? { windows.snapshot() }
  public mutating func restore(_ snapshot: Snapshot) throws { try windows.restore(snapshot) }
}
