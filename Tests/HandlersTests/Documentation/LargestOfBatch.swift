import KapacitorUDF

/// One point for each batch: the largest value of a field in it.
struct LargestOfBatch: UDFHandler {
  static let name = "largest"
  static let info = UDFInfo(
    wants: .batch, provides: .stream, options: [.string("field", "the field that is compared")])
  private let field: String
  private var readings: FieldReadings
  private var largest: Double?

  init(options: Options, context: HandlerContext) throws {
    field = try options.string("field")
    readings = FieldReadings(try FieldTable(fields: [field]))
  }

  mutating func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) {
    largest = nil
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    guard let value = readings.double(0) else { return }
    largest = max(largest ?? value, value)
  }

  mutating func endBatch(_ batch: EndBatch, _ output: inout HandlerOutput) throws {
    guard let largest else { return }
    try output.write(Point(of: batch, fields: ["largest": .double(largest)]))
  }

  // A restart may come between two points of a batch: what is known of it so far is state.
  mutating func snapshot() -> Snapshot? {
    largest.map { value in Snapshot { $0.write(value) } }
  }

  mutating func restore(_ snapshot: Snapshot) throws {
    try snapshot.read { largest = try $0.double() }
  }
}
