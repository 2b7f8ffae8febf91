import Locks
import XCTest

final class LockTests: XCTestCase {
  private struct Refused: Error {}
  private struct Unique: ~Copyable { var count = 0 }

  func testWithLock_manyThreads_loseNothing() {
    let sum = Lock(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<10_000 { sum.withLock { $0 += 1 } }
    }
    XCTAssertEqual(sum.withLock { $0 }, 80_000)
  }

  func testWithLock_bodyThrows_isFreeAgainWithWhatWasChanged() {
    let value = Lock(1)
    XCTAssertThrowsError(
      try value.withLock { number throws(Refused) in
        number = 2
        throw Refused()
      })
    XCTAssertEqual(value.withLock { $0 }, 2)
  }

  func testWithLock_valueThatCannotBeCopied_isChangedInPlace() {
    let value = Lock(Unique())
    value.withLock { $0.count += 1 }
    XCTAssertEqual(value.withLock { $0.count }, 1)
  }

  func testDeinit_letsTheValueGo() {
    final class Held: Sendable {}
    weak var seen: Held?
    do {
      let held = Held()
      seen = held
      let lock = Lock(held)
      XCTAssertNotNil(lock.withLock { $0 })
    }
    XCTAssertNil(seen)
  }
}
