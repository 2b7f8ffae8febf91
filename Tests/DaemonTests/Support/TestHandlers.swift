import KapacitorUDF
import Locks
import UDFWire

/// Passes everything on.
struct EchoHandler: UDFHandler {
  static var name: String { "echo" }
  static var info: UDFInfo { UDFInfo() }
  init(options: Options, context: HandlerContext) throws {}
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    output.pass(point)
  }
}

/// With state: adds the sum of all `n` so far.
struct SummingHandler: UDFHandler, ~Copyable {
  static var name: String { "summing" }
  static var info: UDFInfo { UDFInfo() }
  var readings: FieldReadings
  var sum: Int64 = 0

  init(options: Options, context: HandlerContext) throws {
    readings = FieldReadings(try FieldTable(fields: ["n"]))
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    sum &+= readings.int(0) ?? 0
    var owned = try point.decoded()
    owned.fields["sum"] = .int(sum)
    try output.write(owned)
  }

  mutating func snapshot() throws -> Snapshot? {
    var writer = StateWriter()
    writer.write(sum)
    return Snapshot(writer.bytes)
  }

  mutating func restore(_ snapshot: Snapshot) throws {
    var reader = StateReader(snapshot.bytes)
    sum = try reader.int()
  }
}

/// Answers each point a number of times: more than it was given.
struct RepeatingHandler: UDFHandler {
  static var name: String { "repeating" }
  static var info: UDFInfo { UDFInfo(options: [.int("times", default: 3)]) }
  let times: Int
  init(options: Options, context: HandlerContext) throws { times = Int(try options.int("times")) }
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    for _ in 0..<times { output.pass(point) }
  }
}

/// A definition whose readiness a test switches.
final class SwitchedUDF: UDFDefinition {
  let name = "switched"
  let info = UDFInfo()
  private let state = Lock(Readiness.waiting(for: "model turbine"))

  var readiness: Readiness {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }

  func makeHandler(
    options: Options, context: HandlerContext
  ) throws -> any TaskHandler & ~Copyable {
    try EchoHandler(options: options, context: context)
  }
}

extension Point {
  static func numbered(_ index: Int, padding: Int = 0) -> Point {
    Point(
      timeNanoseconds: Int64(index) * 1_000_000, name: "turbine", database: "db",
      retentionPolicy: "autogen", group: "source=T1", dimensions: ["source"],
      tags: ["source": "T1"],
      fields: padding == 0
        ? ["n": .int(Int64(index))]
        : ["n": .int(Int64(index)), "text": .string(String(repeating: "x", count: padding))])
  }
}
