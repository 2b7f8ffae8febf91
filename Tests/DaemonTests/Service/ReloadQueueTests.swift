import Locks
import XCTest

@testable import Daemon

final class ReloadQueueTests: XCTestCase {
  /// Requests that come while a reload runs share the next one.
  func testRequestsThatComeMeanwhile_shareTheNextReload() {
    let queue = ReloadQueue()
    let state = Monitor((works: 0, completed: 0, mayEnd: false))
    let work: @Sendable () -> ReloadOutcome = {
      let number = state.withLock { state in
        state.works += 1
        return state.works
      }
      _ = state.wait { $0.mayEnd ? true : nil }
      return ReloadOutcome(isApplied: true, message: "\(number)")
    }
    let messages = Lock<[String]>([])
    let completed: @Sendable (ReloadOutcome) -> Void = { outcome in
      messages.withLock { $0.append(outcome.message) }
      state.withLock { $0.completed += 1 }
    }
    queue.request(work, completed)
    _ = state.wait { $0.works == 1 ? true : nil }
    for _ in 0..<20 { queue.request(work, completed) }
    state.withLock { $0.mayEnd = true }
    _ = state.wait { $0.completed == 21 ? true : nil }
    XCTAssertEqual(messages.withLock { $0 }, ["1"] + Array(repeating: "2", count: 20))
    XCTAssertEqual(state.withLock { $0.works }, 2)
  }
}
