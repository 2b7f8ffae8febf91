import KapacitorUDF
import XCTest

@testable import Daemon

final class LoopTimersTests: XCTestCase {
  /// However a connection's deadline is moved, it has one entry: a loop that runs for months must not gather them.
  func testAConnectionHasOneEntryHoweverOftenItsDeadlineMoves() {
    var timers = LoopTimers()
    timers.appendSlot()
    timers.appendSlot()
    for round in 0..<1000 {
      timers.set(1_000_000 - Int64(round), forSlot: 0)
      timers.set(Int64(round), forSlot: 1)
      timers.set(2_000_000, forSlot: 1)
    }
    XCTAssertEqual(timers.count, 2)
    XCTAssertEqual(timers.deadline(ofSlot: 0), 999_001)
    timers.remove(slot: 0)
    timers.remove(slot: 0)
    XCTAssertEqual(timers.deadline(ofSlot: 0), .max)
    XCTAssertEqual(timers.earliest, 2_000_000)
  }

  /// Against a plain list: what is set, moved, removed and due, in any order.
  func testEveryDeadlineComesOnceAndInOrder() {
    var random = SeededGenerator(seed: 20_261_130)
    for _ in 0..<200 {
      var timers = LoopTimers()
      let slots = 1 + Int.random(in: 0..<20, using: &random)
      var expected: [Int: Int64] = [:]
      var actions = 0
      for _ in 0..<slots { timers.appendSlot() }
      for _ in 0..<300 {
        let slot = Int.random(in: 0..<slots, using: &random)
        let deadline = Int64.random(in: 0..<50, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0...2:
          timers.set(deadline, forSlot: slot)
          expected[slot] = deadline
        case 3:
          timers.remove(slot: slot)
          expected[slot] = nil
        case 4:
          timers.add(deadline) {}
          actions += 1
        default:
          drain(&timers, until: deadline, &expected, &actions)
        }
        XCTAssertEqual(timers.count, expected.count + actions)
        for slot in 0..<slots {
          XCTAssertEqual(timers.deadline(ofSlot: slot), expected[slot] ?? .max)
        }
      }
      drain(&timers, until: .max, &expected, &actions)
      XCTAssertNil(timers.earliest)
      XCTAssertEqual(expected, [:])
      XCTAssertEqual(actions, 0)
    }
  }

  private func drain(
    _ timers: inout LoopTimers, until now: Int64, _ expected: inout [Int: Int64],
    _ actions: inout Int
  ) {
    var last = Int64.min
    while let deadline = timers.earliest, deadline <= now {
      XCTAssertGreaterThanOrEqual(deadline, last)
      last = deadline
      switch timers.popDue(at: now) {
      case .connection(let slot): XCTAssertEqual(expected.removeValue(forKey: slot), deadline)
      case .action: actions -= 1
      case nil: XCTFail("due, but not given")
      }
    }
    XCTAssertNil(timers.popDue(at: now))
    XCTAssertFalse(expected.values.contains { $0 <= now })
  }
}
