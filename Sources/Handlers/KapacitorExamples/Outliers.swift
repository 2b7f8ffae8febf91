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

  private let field: String
  private let scale: Double
  private var readings: FieldReadings
  private var batch: BeginBatch?
  private var points = PointStore()
  public let stateLayout: StateLayout

  public init(options: Options, context: HandlerContext) throws {
    field = try options.string("field")
    scale = try options.double("scale")
    readings = FieldReadings(try FieldTable(fields: [field]))
    stateLayout = StateLayout(version: 1, "the open batch, with numbers in \(field)")
  }

  public mutating func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) throws {
    self.batch = batch
    points.removeAll()
  }

  public mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    guard let value = readings.double(0), value.isFinite else {
      // Begin has not been written yet: there is no batch that it could be passed on in.
      return output.drop(point)
    }
    guard points.append(point) else {
      throw TaskFailure(
        "a batch is larger than \(PointStore.maximumBytes >> 20) MiB; use smaller batches")
    }
  }

  public mutating func endBatch(_ end: EndBatch, _ output: inout HandlerOutput) throws {
    guard var begin = batch else { return }
    let found = try outliers()
    begin.size = Int64(found.count)
    try output.begin(begin)
    for point in found { try output.write(point) }
    try output.end(end)
    batch = nil
    points.removeAll()
  }

  private mutating func outliers() throws -> [Point] {
    var readings = readings
    return try points.withBurst { burst in
      var entries: [(value: Double, index: Int)] = []
      for index in burst.indices {
        try readings.read(burst[index])
        if let value = readings.double(0) { entries.append((value, index)) }
      }
      // Points of equal value keep their order.
      entries.sort { ($0.value, $0.index) < ($1.value, $1.index) }
      guard let fences = TukeyFences(entries.map(\.value), scale: scale) else { return [] }
      return try entries.filter { $0.value < fences.lower || $0.value > fences.upper }
        .map { try burst[$0.index].decoded() }
    } ?? []
  }

  public mutating func snapshot() throws -> Snapshot? {
    guard let batch else { return nil }
    return Snapshot { writer in
      writer.write(batch.encoded())
      writer.write(points.bytes)
    }
  }

  public mutating func restore(_ snapshot: Snapshot) throws {
    var parts: [[UInt8]] = []
    try snapshot.read { reader in
      for _ in 0..<2 { parts.append(try reader.byteArray()) }
    }
    batch = try parts[0].withUnsafeBytes { try BeginBatch(decoding: $0) }
    guard let restored = PointStore(frames: parts[1]) else {
      throw SnapshotError("the snapshot is damaged: a point of the open batch is none")
    }
    points = restored
  }
}
