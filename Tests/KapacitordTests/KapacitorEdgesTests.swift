import Daemon
import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

/// Handlers of all four pairs of edges between a real Kapacitor's nodes, served by the daemon in this process.
final class KapacitorEdgesTests: XCTestCase {
  private var directory: TestDirectory!
  private var listening: ListeningUDF?

  override func setUpWithError() throws {
    _ = try Kapacitord.program()
    directory = try TestDirectory()
  }

  override func tearDown() {
    listening = nil
    directory = nil
  }

  private func start<Handler: UDFHandler>(
    _ handler: Handler.Type
  ) throws -> (daemon: UDFDaemon, collected: CollectingUDF, kapacitor: Kapacitord) {
    let daemon = try UDFDaemon(
      settings: DaemonSettings(loops: 2, connectionLimit: 100), services: HandlerServices())
    let path = directory.file("tried.sock")
    try daemon.serve([
      UDFService(
        definition: try CodedUDF(handler, name: "tried"), socket: SocketSettings(path: path))
    ])
    let collecting = CollectingUDF(wants: handler.info.provides)
    listening = try collecting.listen(at: directory.file("collect.sock"))
    let kapacitor = try Kapacitord(
      directory, udfs: ["tried": path, "collect": directory.file("collect.sock")])
    return (daemon, collecting, kapacitor)
  }

  private func lines(_ range: Range<Int>) -> [String] {
    range.map {
      "m,host=h\($0 % 2) n=\($0)i,x=1.5 \(1_700_000_000_000_000_000 + $0 * 1_000_000_000)"
    }
  }

  private func ints(_ points: [Point], _ field: String) -> [Int64] {
    points.compactMap { if case .int(let value)? = $0.fields[field] { value } else { nil } }
  }

  private func run<Handler: UDFHandler>(
    _ handler: Handler.Type, _ nodes: String, points: Int, expecting count: Int
  ) throws -> [Point] {
    let (daemon, collected, kapacitor) = try start(handler)
    try kapacitor.define(
      "task", "stream|from().measurement('m').groupBy('host')\(nodes)@tried()@collect()")
    try kapacitor.write(lines(0..<points))
    try eventually("\(count) points; the task: \(try kapacitor.state(of: "task"))") {
      collected.points.count >= count
    }
    try kapacitor.setEnabled("task", false)
    try eventually("no connection") { daemon.connections == 0 }
    return collected.points
  }

  func testStreamToBatch() throws {
    let points = try run(GatheringTens.self, "", points: 200, expecting: 200)
    XCTAssertEqual(ints(points, "n").sorted(), (0..<200).map(Int64.init))
  }

  func testBatchToBatch() throws {
    let points = try run(
      CountingBatches.self, "|window().periodCount(10).everyCount(10)", points: 200, expecting: 20)
    XCTAssertEqual(ints(points, "count"), [Int64](repeating: 10, count: 20))
    XCTAssertEqual(Set(points.map { $0.tags["host"] }), ["h0", "h1"])
  }

  func testBatchToStream() throws {
    let points = try run(
      SummingBatches.self, "|window().periodCount(10).everyCount(10)", points: 200, expecting: 20)
    // 0 + 2 + ... + 18 and 1 + 3 + ... + 19, then each batch of a group 200 more.
    var expected: [Int64] = []
    for batch in 0..<10 { expected += [Int64(90 + 200 * batch), Int64(100 + 200 * batch)] }
    XCTAssertEqual(ints(points, "sum").sorted(), expected)
    XCTAssertEqual(Set(points.map { $0.tags["host"] }), ["h0", "h1"])
  }

  func testStreamToStream() throws {
    let points = try run(PassingStream.self, "", points: 300, expecting: 300)
    XCTAssertEqual(ints(points, "n"), (0..<300).map(Int64.init))
  }
}

private struct PassingStream: UDFHandler {
  static let name = "passing"
  static let info = UDFInfo()
  init(options: Options, context: HandlerContext) {}
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) { output.pass(point) }
}

/// Ten points of whatever group at a time become a batch.
private struct GatheringTens: UDFHandler {
  static let name = "gathering"
  static let info = UDFInfo(wants: .stream, provides: .batch)
  private var count = 0

  init(options: Options, context: HandlerContext) {}

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    if count % 10 == 0 { try output.begin(BeginBatch(name: "tens", size: 10)) }
    output.pass(point)
    count += 1
    if count % 10 == 0 {
      try output.end(EndBatch(name: "tens", maximumTimeNanoseconds: point.timeNanoseconds))
    }
  }
}

private struct CountingBatches: UDFHandler {
  static let name = "counting"
  static let info = UDFInfo(wants: .batch, provides: .batch)
  private var count: Int64 = 0

  init(options: Options, context: HandlerContext) {}

  mutating func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) throws {
    count = 0
    try output.begin(batch)
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) { count += 1 }

  mutating func endBatch(_ batch: EndBatch, _ output: inout HandlerOutput) throws {
    try output.write(
      Point(
        timeNanoseconds: batch.maximumTimeNanoseconds, tags: batch.tags,
        fields: ["count": .int(count)]))
    try output.end(batch)
  }
}

private struct SummingBatches: UDFHandler {
  static let name = "summing"
  static let info = UDFInfo(wants: .batch, provides: .stream)
  private var sum: Int64 = 0

  init(options: Options, context: HandlerContext) {}

  mutating func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) { sum = 0 }

  mutating func point(_ view: PointView, _ output: inout HandlerOutput) throws {
    if case .int(let value)? = try view.decoded().fields["n"] { sum += value }
  }

  mutating func endBatch(_ batch: EndBatch, _ output: inout HandlerOutput) throws {
    try output.write(
      Point(
        timeNanoseconds: batch.maximumTimeNanoseconds, name: batch.name, group: batch.group,
        dimensions: batch.tags.map(\.name), tags: batch.tags, fields: ["sum": .int(sum)]))
  }
}
