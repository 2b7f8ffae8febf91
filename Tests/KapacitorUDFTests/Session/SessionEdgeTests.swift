import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

/// The four ways between two kinds of edges.
final class SessionEdgeTests: XCTestCase {
  private let points: [Request] = (1...4).map { .point(numbered($0)) }
  private let batch: [Request] = [
    .begin(BeginBatch(name: "cpu", group: "g", tags: ["host": "a", "cpu": "0"], byName: true)),
    .point(batched(1)), .point(batched(2)),
    .end(
      EndBatch(
        name: "cpu", group: "g", maximumTimeNanoseconds: 50, tags: ["host": "a", "cpu": "0"],
        byName: true)),
  ]

  func testStreamToBatch_everyTwoPoints() throws {
    let udf = ScriptedUDF(wants: .stream, provides: .batch) { _, _ in
      let handler = ScriptedHandler()
      nonisolated(unsafe) var kept: [Point] = []
      handler.onPoint = { point, output in
        kept.append(try point.decoded())
        guard kept.count == 2 else { return }
        try output.begin(begin(size: 2))
        for point in kept { try output.write(point) }
        try output.end(end(at: kept[1].timeNanoseconds))
        kept = []
      }
      handler.onSnapshot = {
        Snapshot { writer in for point in kept { writer.write(point.encoded()) } }
      }
      handler.onRestore = { snapshot in
        try snapshot.read { reader in
          while reader.remaining > 0 { kept.append(try Point(decoding: try reader.byteArray())) }
        }
      }
      return handler
    }
    let answers = try converse(udf, [start] + points)
    XCTAssertEqual(
      answers.batches.map(\.points),
      [[numbered(1), numbered(2)], [numbered(3), numbered(4)]])
  }

  func testBatchToStream_pointsTakeNameAndDimensionsOfTheirBatch() throws {
    let edits = try PointEdits(writing: ["extra"])
    let field = try DoubleField("score")
    nonisolated(unsafe) let shared = edits
    let udf = ScriptedUDF(wants: .batch, provides: .stream) { handler in
      handler.onPoint = { point, output in
        output.pass(point)
        output.pass(point, setting: field, to: 1)
        var edits = shared
        edits.set(0, 5 as Int64)
        try output.pass(point, edits)
      }
    }
    let answers = try converse(udf, [start] + batch + batch)
    XCTAssertEqual(answers.points.count, 12)
    var expected = batched(1)
    expected.name = "cpu"
    expected.dimensions = ["cpu", "host"]
    expected.byName = true
    XCTAssertEqual(answers.points[0], expected)
    expected.fields["score"] = 1.0
    XCTAssertEqual(answers.points[1], expected)
    expected.fields["score"] = nil
    expected.fields["extra"] = 5
    XCTAssertEqual(answers.points[2], expected)
  }

  func testBatchToStream_aPointForTheWholeBatch() throws {
    let udf = ScriptedUDF(wants: .batch, provides: .stream) { _, _ in
      let handler = ScriptedHandler()
      nonisolated(unsafe) var count: Int64 = 0
      handler.onBegin = { _, _ in count = 0 }
      handler.onPoint = { _, _ in count += 1 }
      handler.onEnd = { batch, output in
        try output.write(Point(of: batch, fields: ["count": .int(count)]))
      }
      handler.onSnapshot = { Snapshot { $0.write(count) } }
      handler.onRestore = { try $0.read { count = try $0.int() } }
      return handler
    }
    let answers = try converse(udf, [start] + batch)
    XCTAssertEqual(
      answers.points,
      [
        Point(
          timeNanoseconds: 50, name: "cpu", dimensions: ["cpu", "host"],
          tags: ["host": "a", "cpu": "0"], fields: ["count": 2], byName: true)
      ])
  }

  func testBatchToBatch_pointsAreFiltered() throws {
    let udf = ScriptedUDF(wants: .batch, provides: .batch) { handler in
      handler.onPoint = { point, output in
        if try point.decoded().fields["n"] == 2 { output.pass(point) }
      }
    }
    XCTAssertEqual(try converse(udf, [start] + batch).batches.map(\.points), [[batched(2)]])
  }

  func testPassPolicyWhereAPointCannotPass_dropsIt() throws {
    let udf = ScriptedUDF(wants: .stream, provides: .batch, policy: .pass) { handler in
      handler.onPoint = { _, _ in throw TestError() }
    }
    var driver = SessionDriver(udf)
    try driver.send(start)
    try driver.send(.point(numbered(1)))
    XCTAssertEqual(driver.session.counters.output.dropped, 1)
  }

  func testFailedBatch_onTheWayToAStream_isDropped() throws {
    let udf = ScriptedUDF(wants: .batch, provides: .stream, policy: .pass) { handler in
      handler.onBegin = { _, _ in throw TestError() }
    }
    XCTAssertEqual(try converse(udf, [start] + batch).points, [])
  }

  func testStop_isTheLastChanceToWrite() throws {
    let udf = ScriptedUDF { handler in
      handler.onStop = { output in try output.write(numbered(9)) }
    }
    let answers = try converse(udf, [start] + points)
    XCTAssertEqual(answers.points.last, numbered(9))
  }
}
