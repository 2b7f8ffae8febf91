import KapacitorUDF

/// Kapacitor's example UDF `outliers`: of each batch only the points remain whose value lies outside
/// of Tukey's fences, `scale` times the distance of the quartiles beyond them, in order of value.
public struct Outliers: UDFHandler {
  public static let name = "outliers"
  public static let info = UDFInfo(
    wants: .batch, provides: .batch,
    options: [
      .string("field", "the field that is judged"),
      .double(
        "scale", default: 1.5, min: 1.0, "how far the fences stand, in distances of the quartiles"),
    ])

  /// Memory for one batch: beyond it the batch is refused, not the machine.
  private static let maximumPoints = 1_000_000

  private let field: String
  private let scale: Double
  private var readings: FieldReadings
  private var batch: BeginBatch?
  private var entries: [(value: Double, point: Point)] = []

  public init(options: Options, context: HandlerContext) throws {
    field = try options.string("field")
    scale = try options.double("scale")
    readings = FieldReadings(try FieldTable(fields: [field]))
  }

  public mutating func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) throws {
    self.batch = batch
    entries.removeAll(keepingCapacity: true)
  }

  public mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    guard let value = readings.double(0), value.isFinite else {
      // Begin has not been written yet: there is no batch that it could be passed on in.
      return output.drop(point)
    }
    guard entries.count < Self.maximumPoints else {
      throw TaskFailure("a batch has more than \(Self.maximumPoints) points; use smaller batches")
    }
    entries.append((value, try point.decoded()))
  }

  public mutating func endBatch(_ end: EndBatch, _ output: inout HandlerOutput) throws {
    guard var begin = batch else { return }
    let found = outliers()
    begin.size = Int64(found.count)
    try output.begin(begin)
    for point in found { try output.write(point) }
    try output.end(end)
    batch = nil
    entries.removeAll(keepingCapacity: true)
  }

  private func outliers() -> [Point] {
    // Stable, so that points of equal value keep their order.
    let sorted = entries.enumerated()
      .sorted { ($0.element.value, $0.offset) < ($1.element.value, $1.offset) }
      .map(\.element)
    guard let fences = TukeyFences(sorted.map(\.value), scale: scale) else { return [] }
    return sorted.filter { $0.value < fences.lower || $0.value > fences.upper }.map(\.point)
  }
}
