import KapacitorUDF
import UDFWire

/// A handler that does everything that it must not, as the points' times say.
struct RestlessHandler: UDFHandler {
  static let name = "restless"
  static let info = UDFInfo()

  private struct Unrest: Error {}

  private var readings: FieldReadings
  private var edits: PointEdits
  private let field: DoubleField
  private var count: UInt64 = 0

  init(options: Options, context: HandlerContext) throws {
    let table = try FieldTable(fields: ["a", "value"], tags: ["host"])
    readings = FieldReadings(table)
    edits = try PointEdits(writing: ["value", "b"], tags: ["host"], known: table)
    field = try DoubleField("status")
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    count &+= 1
    switch readings.timeNanoseconds & 15 {
    case 0: try output.begin(BeginBatch(name: "b", size: .min))
    case 1: try output.end(EndBatch())
    case 2:
      output.pass(point)
      throw Unrest()
    case 3: output.pass(point, setting: field, to: readings.double(0) ?? .nan)
    case 4:
      edits.reset()
      edits.set(0, "text")
      edits.remove(1)
      edits.setTag(0, "h")
      try output.pass(point, edits, readings: readings)
    case 5: try output.write(try point.decoded())
    case 6:
      output.pass(point)
      output.pass(point)
    case 7: throw Unrest()
    default: output.pass(point)
    }
  }

  mutating func snapshot() throws -> Snapshot? {
    if count & 7 == 7 { throw Unrest() }
    return Snapshot(withUnsafeBytes(of: count) { Array($0) })
  }

  mutating func restore(_ snapshot: Snapshot) throws {
    if snapshot.bytes.count != 8 { throw Unrest() }
    count = 0
  }
}

/// The same UDF with other edges.
struct EdgedUDF: UDFDefinition {
  let coded: CodedUDF<RestlessHandler>
  let info: UDFInfo
  var name: String { coded.name }
  var pointFailurePolicy: PointFailurePolicy { coded.pointFailurePolicy }

  func makeHandler(
    options: Options, context: HandlerContext
  ) throws -> any TaskHandler & ~Copyable {
    try coded.makeHandler(options: options, context: context)
  }
}

extension CodedUDF<RestlessHandler> {
  func with(wants: EdgeType, provides: EdgeType) -> EdgedUDF {
    EdgedUDF(coded: self, info: UDFInfo(wants: wants, provides: provides))
  }
}
