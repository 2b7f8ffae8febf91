import XCTest

@testable import KapacitorPeer

final class TimeBucketsTests: XCTestCase {
  /// However far apart and in whatever order times come, nothing is lost, every bucket lies where it says, and there
  /// are never more than `limit`.
  func testTimesInAnyOrder_areKept() {
    var random = SystemRandomNumberGenerator()
    for spread: Int64 in [1, 1_000, 1_000_000_000, 1 << 50, .max / 2] {
      var buckets = TimeBuckets()
      let track = buckets.addTrack()
      var times: [Int64] = []
      for index in 0..<3_000 {
        let time = Int64.random(in: -spread...spread, using: &random)
        times.append(time)
        let place = buckets.place(of: time)
        buckets.add(Double(index), to: track, at: place)
        XCTAssertLessThanOrEqual(buckets.count, TimeBuckets.limit)
      }
      let total = buckets.tracks[track].total
      XCTAssertEqual(total.count, 3_000)
      XCTAssertEqual(total.sum, 2_999 * 3_000 / 2)
      XCTAssertEqual(total.least, 0)
      XCTAssertEqual(total.greatest, 2_999)
      var counted = [UInt64](repeating: 0, count: buckets.count)
      for time in times { counted[buckets.place(of: time)] += 1 }
      XCTAssertEqual(buckets.tracks[track].buckets.map(\.count), counted, "spread \(spread)")
    }
  }

  func testExtremes_doNotOverflow() {
    var buckets = TimeBuckets()
    let track = buckets.addTrack()
    for time in [Int64.max, .min, 0, -1, .max - 1, .min + 1] {
      buckets.add(1, to: track, at: buckets.place(of: time))
    }
    XCTAssertEqual(buckets.tracks[track].total.count, 6)
  }

  func testATrackThatComesLate_isAsLongAsTheOthers() {
    var buckets = TimeBuckets()
    let first = buckets.addTrack()
    for time: Int64 in 0..<500 { buckets.add(1, to: first, at: buckets.place(of: time)) }
    let second = buckets.addTrack()
    buckets.add(2, to: second, at: buckets.place(of: 900))
    XCTAssertEqual(
      buckets.tracks[first].buckets.count, buckets.tracks[second].buckets.count)
  }

  func testTheSample_isFairAndBounded() {
    var sample = PointSample(limit: 100)
    for index in 0..<10_000 { sample.add(x: Double(index), y: 0) }
    XCTAssertEqual(sample.pairs.count, 100)
    XCTAssertEqual(sample.count, 10_000)
    let mean = sample.pairs.reduce(0) { $0 + $1.x } / 100
    // Six standard deviations of the mean of 100 of them.
    XCTAssertEqual(mean, 5_000, accuracy: 6 * 289)
  }
}
