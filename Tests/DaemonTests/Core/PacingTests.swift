import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

@testable import Daemon

/// A dense connection is read by the clock; nobody else on its loop notices.
final class PacingTests: XCTestCase {
  private func status(_ served: ServedDirectory, _ counter: ConnectionCounter) -> UInt64 {
    served.daemon.status[0].totals[counter]
  }

  func testDenseConnection_isReadByTheClock_andItsNeighbourAtOnce() throws {
    // Dense is what comes within ten milliseconds: a writer that has to wait for its core is so as well.
    let served = try ServedDirectory(
      [try CodedUDF(EchoHandler.self)], settings: DaemonSettings(loops: 1),
      connection: ConnectionSettings(coalescing: Coalescing(maximumNanoseconds: 10_000_000)))
    var settings = TaskSettings()
    settings.writeMode = .kapacitor
    let dense = try served.task("echo", settings)
    let neighbour = try served.task("echo")
    // As many rounds as it takes on a busy machine.
    var sent = 0
    var asked = 0
    for _ in 0..<100 where status(served, .pacedReads) < 10 {
      for _ in 0..<500 {
        try dense.send(.numbered(sent))
        sent += 1
      }
      try neighbour.send(.numbered(asked))
      asked += 1
      try neighbour.waitForData(count: asked)
    }
    XCTAssertGreaterThanOrEqual(status(served, .pacedReads), 10)
    try dense.finish()
    try neighbour.finish()
    XCTAssertEqual(dense.receivedPoints, (0..<sent).map { .numbered($0) })
    XCTAssertEqual(neighbour.receivedPoints, (0..<asked).map { .numbered($0) })
    served.wait(for: "the connections to end") { served.daemon.connections == 0 }
  }

  func testCoalescingOff_isNeverReadByTheClock() throws {
    let served = try ServedDirectory(
      [try CodedUDF(EchoHandler.self)], connection: ConnectionSettings(coalescing: .off))
    var settings = TaskSettings()
    settings.writeMode = .kapacitor
    let task = try served.task("echo", settings)
    for index in 0..<5000 { try task.send(.numbered(index)) }
    try task.finish()
    XCTAssertEqual(task.receivedPoints.count, 5000)
    XCTAssertEqual(status(served, .pacedReads), 0)
  }
}
