import KapacitorUDF
import KapacitorUDFTesting
import Settings
import UDFWire
import XCTest

@testable import Handlers

final class ScoreBatchTests: XCTestCase {
  private func points(_ values: [Double], from start: Int64 = 0) -> [Point] {
    values.enumerated().map {
      .point(
        fields: ["x": .double($1)], tags: ["host": "a"],
        timeNanoseconds: start + Int64($0) * 1_000_000_000)
    }
  }

  func testBatchToBatchAnswersEveryPoint() throws {
    var test = try HandlerTest(
      score(["edge": "batch->batch", "set": ["y": "\"x\" * 2.0", "n": "count()"]]))
    let first = try test.batch(tags: ["host": "a"], points: points([1, 2]))
    XCTAssertEqual(first[0].points.map { $0.fields["y"] }, [.double(2), .double(4)])
    // State goes on from batch to batch, as in Kapacitor.
    let second = try test.batch(tags: ["host": "a"], points: points([5]))
    XCTAssertEqual(second[0].points[0].fields["n"], .int(3))
    try test.checkEverywhere()
  }

  func testAggregatesOverTheBatch() throws {
    var test = try HandlerTest(
      score([
        "edge": "batch->batch",
        "set": ["share": "\"x\" / batchSum(\"x\")", "z": "\"x\" - batchMean(\"x\")"],
      ]))
    let batch = try test.batch(tags: ["host": "a"], points: points([1, 3, 4]))
    XCTAssertEqual(
      batch[0].points.map { $0.fields["share"] }, [0.125, 0.375, 0.5].map { .double($0) })
    XCTAssertEqual(batch[0].points[0].fields["z"]?.number ?? 0, 1 - 8.0 / 3, accuracy: 1e-12)
    try test.checkEverywhere()
  }

  func testBatchToStreamAnswersOnePoint() throws {
    var test = try HandlerTest(
      score([
        "edge": "batch->stream",
        "set": [
          "n": "batchCount()", "std": "batchStd(\"x\")", "p": "batchQuantile(\"x\", 0.5)",
          "last": "batchLast(\"x\")",
        ], "tags": ["kind": "'summary'"],
      ]))
    _ = try test.batch(
      name: "cpu", tags: ["host": "a"], points: points([4, 2, 6]), maximumTimeNanoseconds: 77)
    let answers = test.takePoints()
    XCTAssertEqual(answers.count, 1)
    XCTAssertEqual(
      answers[0].fields, ["n": .int(3), "std": .double(2), "p": .double(4), "last": .double(6)])
    XCTAssertEqual(answers[0].tags["host"], "a")
    XCTAssertEqual(answers[0].tags["kind"], "summary")
    XCTAssertEqual(answers[0].name, "cpu")
    XCTAssertEqual(answers[0].timeNanoseconds, 77)
    try test.checkEverywhere()
  }

  func testStreamToBatchByPoints() throws {
    var test = try HandlerTest(
      score(["edge": "stream->batch", "emit_every": 2, "set": ["m": "batchMean(\"x\")"]]))
    _ = try test.points(points([1, 3, 10]))
    let batches = test.takeBatches()
    XCTAssertEqual(batches.count, 1)
    XCTAssertEqual(batches[0].points.map { $0.fields["m"] }, [.double(2), .double(2)])
    XCTAssertEqual(batches[0].begin.tags["host"], "a")
    XCTAssertEqual(batches[0].end.maximumTimeNanoseconds, 1_000_000_000)
    // What waits is answered when the input ends.
    try test.end()
    XCTAssertEqual(test.takeBatches().map(\.points.count), [1])
  }

  func testStreamToBatchByTimeContinuesFromASnapshot() throws {
    let rule: SettingTable = [
      "edge": "stream->batch", "emit_every": "3s", "set": ["n": "count()"],
    ]
    var before = try HandlerTest(score(rule))
    _ = try before.points(points([1, 2]))
    var after = try HandlerTest(score(rule))
    try after.restore(before.snapshot())
    _ = try after.points(points([3, 4], from: 2_000_000_000))
    let batches = after.takeBatches()
    XCTAssertEqual(batches.map { $0.points.map { $0.fields["n"] } }, [[1, 2, 3].map { .int($0) }])
  }
}
