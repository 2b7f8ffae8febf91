import Locks
import XCTest

final class MonitorTests: XCTestCase {
  func testWait_untilAnotherThreadHasChangedTheState() {
    let count = Monitor(0)
    let thread = Thread { for _ in 0..<100 { count.withLock { $0 += 1 } } }
    thread.start()
    XCTAssertEqual(count.wait { $0 == 100 ? "all" : nil }, "all")
  }

  func testWait_deadlineThatHasPassed_looksOnceMoreAndGivesUp() {
    let state = Monitor(1)
    XCTAssertNil(state.wait(until: 0) { $0 == 2 ? true : nil })
    XCTAssertEqual(state.wait(until: 0) { $0 == 1 ? true : nil }, true)
  }

  func testLatch_opened_isNotWaitedFor() {
    let latch = Latch()
    XCTAssertFalse(latch.wait(milliseconds: 0))
    Thread { latch.open() }.start()
    XCTAssertTrue(latch.wait())
    XCTAssertTrue(latch.wait(milliseconds: 0))
  }
}
