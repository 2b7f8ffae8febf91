import KapacitorUDF
import KapacitorUDFTesting
import XCTest

final class BatchCollectorTests: XCTestCase {
  private func test(_ option: String, _ value: OptionArguments) throws -> HandlerTest {
    try HandlerTest(Collecting.self, options: [option: value])
  }

  func testEveryThreePoints_ofAGroup_areABatch() throws {
    var test = try test("points", 3)
    _ = try test.points((1...7).map { numbered($0, group: $0 % 2 == 0 ? "even" : "odd") })
    var batches = test.takeBatches()
    XCTAssertEqual(batches.map(\.begin.tags), [["host": "odd"], ["host": "even"]])
    XCTAssertEqual(
      batches.map { $0.points.map(\.timeNanoseconds) },
      [1, 2].map { first in
        [first, first + 2, first + 4].map { Int64($0) * 1_000_000_000 }
      })
    XCTAssertEqual(
      batches[0].begin,
      BeginBatch(name: "test", group: "host=odd", tags: ["host": "odd"], size: 3))
    XCTAssertEqual(
      batches[0].end, EndBatch(of: batches[0].begin, maximumTimeNanoseconds: 5_000_000_000))
    XCTAssertEqual(batches[0].points[0].fields, numbered(1).fields)
    try test.checkEverywhere()
    try test.end()
    batches = test.takeBatches()
    XCTAssertEqual(batches.map(\.points.count), [1])
  }

  func testSpanOfTime_isABatch_byTheTimesOfThePoints() throws {
    var test = try test("span", .duration(.seconds(3)))
    _ = try test.points([1, 2, 3, 4, 9, 10].map { numbered($0) })
    let batches = test.takeBatches()
    XCTAssertEqual(
      batches.map { $0.points.map { $0.timeNanoseconds / 1_000_000_000 } }, [[1, 2, 3], [4]])
    XCTAssertEqual(
      batches.map { $0.end.maximumTimeNanoseconds / 1_000_000_000 }, [4, 7])
    try test.checkEverywhere()
  }

  func testGroupThatHasToLeave_isWrittenEarly() throws {
    var test = try HandlerTest(
      Collecting.self, options: ["points": 10, "groups": 2])
    _ = try test.points(["a", "b", "c", "a"].enumerated().map { numbered($0, group: $1) })
    XCTAssertEqual(
      test.takeBatches().map(\.begin.tags), [["host": "a"], ["host": "b"]])
    try test.checkEverywhere()
    try test.end()
    XCTAssertEqual(test.takeBatches().map(\.begin.tags), [["host": "c"], ["host": "a"]])
  }

  func testTimeOut_writesWhatWaits() throws {
    var test = try test("points", 10)
    _ = try test.points([numbered(1)])
    try test.reach(timeNanoseconds: 5)
    XCTAssertEqual(test.takeBatches().map(\.points), [[numbered(1)]])
  }

  func testDamagedSnapshot_isRefused() throws {
    var test = try test("points", 10)
    _ = try test.points([numbered(1), numbered(2)])
    let snapshot = try test.snapshot()
    var other = try self.test("points", 10)
    try other.restore(snapshot)
    try other.end()
    XCTAssertEqual(other.takeBatches().map(\.points), [[numbered(1), numbered(2)]])
    var collector = BatchCollector(every: .points(3))
    for bytes: [UInt8] in [[1], [1, 0, 0, 0, 0, 0, 0, 0], [UInt8](repeating: 0xff, count: 40)] {
      XCTAssertThrowsError(try collector.restore(Snapshot(bytes)))
    }
    XCTAssertEqual(collector.count, 0)
    XCTAssertNil(collector.snapshot())
  }
}

/// Batches of a stream.
private struct Collecting: UDFHandler {
  static let name = "collecting"
  static let info = UDFInfo(
    wants: .stream, provides: .batch,
    options: [
      .int("points", default: 0), .duration("span", default: .zero), .int("groups", default: 100),
    ])
  private var collector: BatchCollector

  init(options: Options, context: HandlerContext) throws {
    let points = Int(try options.int("points"))
    collector = BatchCollector(
      every: points > 0 ? .points(points) : .duration(try options.duration("span")),
      maximumGroups: Int(try options.int("groups")))
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try collector.add(point, &output)
  }
  mutating func timeReached(_ timeNanoseconds: Int64, _ output: inout HandlerOutput) throws {
    try collector.emitAll(&output)
  }
  mutating func stop(_ output: inout HandlerOutput) throws { try collector.emitAll(&output) }
  mutating func snapshot() -> Snapshot? { collector.snapshot() }
  mutating func restore(_ snapshot: Snapshot) throws { try collector.restore(snapshot) }
}
