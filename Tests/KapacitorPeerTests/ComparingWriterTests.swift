import UDFWire
import XCTest

@testable import KapacitorPeer

final class ComparingWriterTests: XCTestCase {
  private final class Reader: SampleReader {
    private var samples: ArraySlice<Sample>
    init(_ samples: [Sample]) { self.samples = samples[...] }
    func next() -> Sample? { samples.popFirst() }
    var progress: (bytesRead: Int, size: Int?) { (0, nil) }
  }

  private func sample(
    _ time: Int64, host: String = "a", _ fields: (String, FieldValue)...
  ) -> Sample {
    Sample(
      measurement: "m", timeNanoseconds: time, tags: [.init(name: "host", value: host)],
      fields: fields.map { .init(name: $0.0, value: $0.1) })
  }

  private func compare(
    _ here: [Sample], _ there: [Sample], tolerance: Double = 0
  ) throws -> AnswerComparison {
    let result = ComparisonResult()
    let writer = ComparingWriter(
      against: Reader(there), tolerance: tolerance, keeping: 2, passingOnTo: nil, result: result)
    for sample in here { try writer.write(sample) }
    try writer.finish()
    return try XCTUnwrap(result.comparison)
  }

  func testTheSame_isTheSame_inAnyOrder() throws {
    let samples: [Sample] = (0..<200).map { (index: Int) -> Sample in
      let host = index % 2 == 0 ? "a" : "b"
      return sample(Int64(index / 2), host: host, ("x", FieldValue.double(Double(index))))
    }
    let comparison = try compare(samples, samples.reversed())
    XCTAssertTrue(comparison.isSame)
    XCTAssertEqual(comparison.compared, 200)
    XCTAssertEqual(comparison.fields["x"]?.compared, 200)
  }

  func testWhatDiffers_isCountedByField_withTheWorstPoints() throws {
    let here = [
      sample(1, ("x", .double(1)), ("s", "low")), sample(2, ("x", .double(2)), ("s", "low")),
      sample(3, ("x", .int(3)), ("s", "low")), sample(4, ("x", .double(.nan)), ("s", "low")),
      sample(5, ("y", .bool(true))), sample(6, ("x", .double(6))),
    ]
    let there = [
      sample(1, ("x", .double(1)), ("s", "high")), sample(2, ("x", .double(2.5)), ("s", "low")),
      sample(3, ("x", .double(3)), ("s", "low")), sample(4, ("x", .double(.nan)), ("s", "low")),
      sample(5, ("z", .bool(true))), sample(7, ("x", .double(7))),
    ]
    let comparison = try compare(here, there)
    XCTAssertFalse(comparison.isSame)
    XCTAssertEqual(comparison.compared, 5)
    XCTAssertEqual(comparison.differing, 3)
    XCTAssertEqual([comparison.onlyHere, comparison.onlyThere], [1, 1])
    let x = try XCTUnwrap(comparison.fields["x"])
    XCTAssertEqual([x.compared, x.differing], [4, 1])
    XCTAssertEqual(x.greatest, 0.5)
    XCTAssertEqual(x.mean, 0.125)
    XCTAssertEqual(x.worst.map(\.timeNanoseconds), [2])
    XCTAssertEqual(comparison.fields["s"]?.differing, 1)
    XCTAssertEqual(comparison.fields["y"]?.onlyHere, 1)
    XCTAssertEqual(comparison.fields["z"]?.onlyThere, 1)
    let text = comparison.text(against: "old.csv")
    for words in [
      "compared  5 points with old.csv: 2 the same, 3 differ",
      "1 points that only the UDF answered",
      "x             4       1                  0.5            0.125",
      "host=a  2.0 here, 2.5 there", "\"low\" here, \"high\" there", "true here, nothing there",
    ] {
      XCTAssertTrue(text.contains(words), "\(words)\n\(text)")
    }
  }

  func testTolerance_isAbsoluteForSmallNumbersAndRelativeForLarge() throws {
    let here = [sample(1, ("x", .double(0.1))), sample(2, ("x", .double(1e6)))]
    let there = [sample(1, ("x", .double(0.1005))), sample(2, ("x", .double(1e6 + 500)))]
    XCTAssertEqual(try compare(here, there).differing, 2)
    XCTAssertTrue(try compare(here, there, tolerance: 0.001).isSame)
    XCTAssertEqual(try compare(here, there, tolerance: 0.0001).differing, 2)
  }

  /// The same time and tags several times: the first of one side belongs to the first of the other.
  func testEqualPoints_areTakenInTheirOrder() throws {
    let here: [Sample] = (0..<10).map { (index: Int64) in sample(1, ("x", FieldValue.int(index))) }
    XCTAssertTrue(try compare(here, here).isSame)
  }

  /// A side that answers nothing must not be waited for in memory for ever.
  func testWhatHasNoPartner_isLetGo() throws {
    let count = ComparingWriter.window + 1_000
    let here: [Sample] = (0..<count).map { (index: Int) in
      sample(Int64(index), ("x", FieldValue.int(1)))
    }
    let there = [sample(-1, ("x", .int(1)))]
    let comparison = try compare(here, there)
    XCTAssertEqual(comparison.onlyHere, UInt64(count))
    XCTAssertEqual(comparison.onlyThere, 1)
  }

  func testTheSpool_givesBackWhatItGot() throws {
    let samples = [
      sample(1, ("x", .double(.nan)), ("i", .int(.min)), ("b", .bool(false)), ("s", "a\nb\u{0}")),
      sample(.min), sample(.max, host: "", ("x", .double(-0.0))),
    ]
    let many: [Sample] = (0..<30_000).map { (index: Int) in
      sample(Int64(index), ("x", FieldValue.double(Double(index))))
    }
    let spool = try SampleSpool()
    for sample in samples + many { try spool.write(sample) }
    try spool.finish()
    for sample in samples + many { XCTAssertEqual(try spool.next(), sample) }
    XCTAssertNil(try spool.next())
  }
}
