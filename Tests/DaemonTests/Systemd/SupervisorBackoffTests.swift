import XCTest

@testable import Daemon

final class SupervisorBackoffTests: XCTestCase {
  /// The longest of the pauses after many starts that came to nothing.
  private func longest(isKilled: Bool, isKeeping: Bool) -> Int64 {
    var backoff = SupervisorBackoff()
    return (0..<40).map { _ in
      backoff.started(0)
      backoff.failed(0, isKilled: isKilled, isKeeping: isKeeping)
      return backoff.time
    }.max() ?? 0
  }

  /// Ten kills in a row before the process is ready, and its tasks still have had their answers in 10 s.
  func testKilledOnes_areStartedSoon() {
    XCTAssertEqual(longest(isKilled: true, isKeeping: true), 200_000_000)
    XCTAssertEqual(longest(isKilled: true, isKeeping: false), 200_000_000)
  }

  func testWhileConnectionsAreKept_aSecondIsTheMost() {
    XCTAssertEqual(longest(isKilled: false, isKeeping: true), 1_000_000_000)
  }

  func testOnesThatFail_areTriedSlowerAndSlower_andAtOnceAfterAReadyOne() {
    XCTAssertEqual(longest(isKilled: false, isKeeping: false), 30_000_000_000)
    var backoff = SupervisorBackoff()
    for _ in 0..<10 { backoff.failed(0, isKilled: false, isKeeping: false) }
    backoff.ended(7)
    XCTAssertEqual(backoff.time, 7)
    backoff.failed(7, isKilled: false, isKeeping: false)
    XCTAssertEqual(backoff.time, 50_000_007)
  }
}
