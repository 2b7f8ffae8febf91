import XCTest

@testable import KapacitorPeer

final class LatencyHistogramTests: XCTestCase {
  func testPercentiles_areRightWithinTheStep() {
    var histogram = LatencyHistogram()
    for value in 1...100_000 { histogram.record(Int64(value)) }
    for fraction in [0.01, 0.5, 0.99, 0.999] {
      let exact = fraction * 100_000
      let read = Double(histogram.percentile(fraction))
      XCTAssert(read >= exact && read <= exact * 1.017, "\(fraction): \(read)")
    }
    XCTAssertEqual(histogram.percentile(1), 100_000)
    XCTAssertEqual(histogram.meanNanoseconds, 50_000.5)
  }

  func testEnds() {
    var histogram = LatencyHistogram()
    XCTAssertEqual(histogram.percentile(0.5), 0)
    histogram.record(-5)
    histogram.record(.max)
    XCTAssertEqual(histogram.percentile(0.5), 0)
    XCTAssertEqual(histogram.percentile(1), .max)
  }

  func testMerge() {
    var left = LatencyHistogram()
    var right = LatencyHistogram()
    left.record(10)
    right.record(20)
    left.merge(right)
    XCTAssertEqual(left.count, 2)
    XCTAssertEqual(left.maximumNanoseconds, 20)
  }

  func testBars_haveAllThatWasRecorded_withoutEmptyEnds() {
    var histogram = LatencyHistogram()
    XCTAssertTrue(histogram.bars.isEmpty)
    for value: Int64 in [100, 1_000, 1_010, 5_000_000, .max] { histogram.record(value) }
    let bars = histogram.bars
    XCTAssertEqual(bars.reduce(0) { $0 + $1.count }, 5)
    XCTAssertEqual(bars.first?.count, 1)
    XCTAssertEqual(bars.last?.count, 1)
    XCTAssertEqual(bars.last?.upToNanoseconds, .max)
    XCTAssertEqual(bars.map(\.upToNanoseconds), bars.map(\.upToNanoseconds).sorted())
  }
}
