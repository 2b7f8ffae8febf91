import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

@testable import Handlers

/// Kapacitor's example UDFs, against what its Python examples answered for the same points.
final class KapacitorExamplesTests: XCTestCase {
  private func points(_ values: [Double], tags: OrderedMap<String> = [:]) -> [Point] {
    values.enumerated().map {
      .point(fields: ["v": .double($1), "w": .int(1)], tags: tags, timeNanoseconds: Int64($0))
    }
  }

  func testMovingAverage() throws {
    var test = try HandlerTest(MovingAverage.self, options: ["field": "v", "size": 3])
    let answers = try test.points(points([1, 2, 6, 4, 0]))
    let averages = answers.map { $0.fields["avg"]?.number ?? .nan }
    for (found, expected) in zip(averages, [1, 1.5, 3, 4, 10.0 / 3]) {
      XCTAssertEqual(found, expected, accuracy: 1e-12)
    }
    XCTAssertEqual(answers[0].fields.count, 1)
    try test.checkEverywhere()
  }

  func testMovingAverageContinuesFromASnapshot() throws {
    var whole = try HandlerTest(MovingAverage.self, options: ["field": "v", "size": 4])
    let values = (0..<20).map { Double($0 * 7 % 11) }
    let expected = try whole.points(points(values))
    var first = try HandlerTest(MovingAverage.self, options: ["field": "v", "size": 4])
    _ = try first.points(Array(points(values)[..<9]))
    var second = try HandlerTest(MovingAverage.self, options: ["field": "v", "size": 4])
    try second.restore(first.snapshot())
    XCTAssertEqual(
      try second.points(Array(points(values)[9...])).map(\.fields), expected[9...].map(\.fields))
  }

  func testOutliers() throws {
    var test = try HandlerTest(Outliers.self, options: ["field": "v"])
    let batch = try test.batch(
      points: points([5, 1, 2, 100, 3, 4, -80, 2.5, 3.5, 3.2, 3.3, 3.4, 2.9]))
    XCTAssertEqual(batch.count, 1)
    XCTAssertEqual(batch[0].points.map { $0.fields["v"] }, [.double(-80), .double(100)])
    XCTAssertEqual(batch[0].begin.size, 2)
    // Too few values for quartiles: none is an outlier.
    XCTAssertEqual(try test.batch(points: points([1, 900]))[0].points.count, 0)
    try test.checkEverywhere()
  }

  /// Values of scipy.stats.ttest_ind_from_stats(equal_var=False).
  func testTTest() throws {
    var test = try HandlerTest(TTest.self, options: ["field": "v", "size": 100, "alpha": 0.01])
    _ = try test.batch(tags: ["host": "a"], points: points([1, 2, 3, 4, 5]))
    XCTAssertEqual(test.takePoints(), [])
    _ = try test.batch(
      tags: ["host": "a"], points: points([2, 3, 4, 5, 6.5]), maximumTimeNanoseconds: 99)
    let answer = try XCTUnwrap(test.takePoints().first)
    XCTAssertEqual(answer.timeNanoseconds, 99)
    XCTAssertEqual(answer.tags["host"], "a")
    XCTAssertEqual(answer.fields["t"]?.number ?? 0, -1.0440737953277486, accuracy: 1e-12)
    XCTAssertEqual(answer.fields["pvalue"]?.number ?? 0, 0.32726038574240485, accuracy: 1e-12)
    try test.checkEverywhere()
  }

  func testStudentDistribution() {
    let expected: [(t: Double, freedom: Double, p: Double)] = [
      (0, 5, 1), (2.0, 10, 0.07338803477074037), (-12.5, 3.7, 0.00036806031760225143),
      (0.01, 1, 0.993634014470186), (40, 200, 2.2487396535202197e-97),
    ]
    for (t, freedom, p) in expected {
      XCTAssertEqual(
        StudentDistribution.twoSided(t, freedom: freedom), p, accuracy: max(p * 1e-9, 1e-110))
    }
  }
}
