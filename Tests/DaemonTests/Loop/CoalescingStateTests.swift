import XCTest

@testable import Daemon

final class CoalescingStateTests: XCTestCase {
  private typealias Read = CoalescingState.Read

  /// Reads that follow each other at a fixed gap until the connection is paced, or a number of times.
  private func feed(
    _ state: inout CoalescingState, gap: Int64, count: Int, bytes: Int = 150,
    from start: Int64 = 1_000_000_000
  ) -> Int64 {
    var now = start
    for _ in 0..<count {
      now += gap
      if case .paced = state.readEagerly(Read(bytes: bytes, points: 1), at: now) { return now }
    }
    return now
  }

  func testSparseConnection_isNeverPaced() {
    var state = CoalescingState(.default)
    _ = feed(&state, gap: 600_000, count: 1000)
    XCTAssertFalse(state.isPaced)
  }

  func testQuickReads_pauseFourMeanGaps() {
    var state = CoalescingState(.default)
    // The first read has no gap worth the name; 16 quick ones follow it.
    let now = feed(&state, gap: 30_000, count: 17)
    XCTAssertEqual(state.phase, .paced(pause: 120_000, due: now + 120_000))
    XCTAssertEqual(state.entries, 1)
  }

  func testPause_staysWithinItsBounds() {
    var fast = CoalescingState(.default)
    _ = feed(&fast, gap: 1_000, count: 17)
    guard case .paced(let shortest, _) = fast.phase else { return XCTFail("eager") }
    XCTAssertEqual(shortest, CoalescingState.minimumPause)
    var slow = CoalescingState(.default)
    _ = feed(&slow, gap: 150_000, count: 17)
    guard case .paced(let longest, _) = slow.phase else { return XCTFail("eager") }
    XCTAssertEqual(longest, Coalescing.default.maximumNanoseconds)
  }

  func testPingPong_leavesAfterOnePauseAndTriesEverMoreRarely() {
    var state = CoalescingState(.default)
    var tries: [Int] = []
    var now: Int64 = 1_000_000_000
    _ = state.readEagerly(Read(bytes: 150, points: 1), at: now)
    for _ in 0..<8 {
      var reads = 0
      while !state.isPaced {
        now += 40_000
        _ = state.readEagerly(Read(bytes: 150, points: 1), at: now)
        reads += 1
      }
      tries.append(reads)
      now = state.due ?? now
      // One point came in the pause: the peer was waiting for its answer.
      XCTAssertEqual(state.readByClock(Read(bytes: 150, points: 1), at: now), .eager)
    }
    XCTAssertEqual(tries, [16, 32, 64, 128, 256, 512, 1024, 1024])
  }

  func testPauseThatPays_staysAndAdapts() {
    var state = CoalescingState(.default)
    var now = feed(&state, gap: 20_000, count: 17)
    guard case .paced(let first, let due) = state.phase else { return XCTFail("eager") }
    now = due
    XCTAssertEqual(
      state.readByClock(Read(bytes: 600, points: 4), at: now), .paced(due: now + 2 * first))
    now = state.due ?? now
    // Many points: shorter.
    guard case .paced(let doubled, _) = state.phase else { return XCTFail("eager") }
    _ = state.readByClock(Read(bytes: 10_000, points: 65), at: now)
    guard case .paced(let shortened, _) = state.phase else { return XCTFail("eager") }
    XCTAssertEqual(shortened, doubled * 3 / 4)
    // As many as wanted: unchanged.
    _ = state.readByClock(Read(bytes: 8_000, points: 50), at: now)
    guard case .paced(let unchanged, _) = state.phase else { return XCTFail("eager") }
    XCTAssertEqual(unchanged, shortened)
  }

  func testBackoff_isForgottenOncePausesPay() {
    var state = CoalescingState(.default)
    var now = feed(&state, gap: 40_000, count: 17)
    _ = state.readByClock(Read(bytes: 0, points: 0), at: now)
    XCTAssertEqual(state.backoff, 2)
    now = feed(&state, gap: 40_000, count: 40, from: now)
    _ = state.readByClock(Read(bytes: 600, points: 4), at: state.due ?? now)
    XCTAssertEqual(state.backoff, 1)
  }

  func testPausesThatPaid_areCreditForAFewThatDoNot() {
    var state = CoalescingState(.default)
    var now = feed(&state, gap: 40_000, count: 17)
    func pause(points: Int) -> CoalescingState.Decision {
      now = state.due ?? now
      return state.readByClock(Read(bytes: 150 * points, points: points), at: now)
    }
    for _ in 0..<10 { XCTAssertNotEqual(pause(points: 8), .eager) }
    for _ in 0..<CoalescingState.maximumCredit { XCTAssertNotEqual(pause(points: 0), .eager) }
    XCTAssertEqual(pause(points: 1), .eager)
    XCTAssertEqual(state.backoff, 2)
    // What is left of it is gone with the phase.
    now = feed(&state, gap: 40_000, count: 40, from: now)
    XCTAssertTrue(state.isPaced)
    XCTAssertEqual(pause(points: 0), .eager)
  }

  func testBulkUnsentOutputAndHangUp_leaveWithoutPunishment() {
    for read in [
      Read(bytes: CoalescingState.bulkBytesToLeave + 1, points: 300),
      Read(bytes: 600, points: 4, hasUnsentOutput: true),
      Read(bytes: 600, points: 4, isHungUp: true),
    ] {
      var state = CoalescingState(.default)
      let now = feed(&state, gap: 20_000, count: 17)
      XCTAssertTrue(state.isPaced)
      XCTAssertEqual(state.readByClock(read, at: now), .eager)
      XCTAssertEqual(state.backoff, 1)
    }
  }

  func testLargeReads_startTheRunAnew() {
    var state = CoalescingState(.default)
    _ = feed(&state, gap: 20_000, count: 1000, bytes: CoalescingState.bulkBytesToEnter)
    XCTAssertFalse(state.isPaced)
  }

  func testSharedWakeUps_withinHalfAPause() {
    var state = CoalescingState(.default)
    let now = feed(&state, gap: 30_000, count: 17)
    XCTAssertFalse(state.isDue(at: now + 59_000))
    XCTAssertTrue(state.isDue(at: now + 60_000))
  }

  func testOff_isNeverPaced() {
    var state = CoalescingState(.off)
    _ = feed(&state, gap: 1_000, count: 1000)
    XCTAssertFalse(state.isPaced)
  }
}
