import KapacitorUDF

/// Kapacitor's example UDF `moving_avg`: each point becomes one with a single field, the mean of the
/// last `size` values of its group.
public struct MovingAverage: UDFHandler {
  public static let name = "moving_avg"
  public static let info = UDFInfo(options: [
    .string("field", "the field that is averaged"),
    .int("size", min: 1, max: 1_000_000, "how many values are averaged"),
    .string("as", default: "avg", "the field that is written"),
  ])

  private let field: String
  private let output: String
  private var windows: GroupStates<MovingAverageWindow>
  private var readings: FieldReadings
  public let stateLayout: StateLayout

  public init(options: Options, context: HandlerContext) throws {
    field = try options.string("field")
    output = try options.string("as")
    guard !output.isEmpty else { throw OptionError(option: "as", reason: "expects a field's name") }
    let size = Int(try options.int("size"))
    // At most 64 MiB of windows, whatever the size.
    let groups = max(4, min(10_000, 8_000_000 / size))
    windows = GroupStates(maximum: groups) { MovingAverageWindow(size: size) }
    readings = FieldReadings(try FieldTable(fields: [field]))
    stateLayout = StateLayout(version: 1, "window of \(size) values of \(field)")
  }

  public mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    guard let value = readings.double(0), value.isFinite else {
      return try output.missing("number in field \(field)", in: point)
    }
    let average = windows.update(point.group) { $0.update(value) }
    var answer = try point.decoded()
    answer.fields = [self.output: .double(average)]
    try output.write(answer)
  }

  public mutating func snapshot() -> Snapshot? { windows.snapshot() }
  public mutating func restore(_ snapshot: Snapshot) throws { try windows.restore(snapshot) }
}
