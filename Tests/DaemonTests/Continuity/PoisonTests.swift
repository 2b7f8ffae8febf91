import CKernel
import Glibc
import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

@testable import Daemon

/// Frames that kill their process, and handlers that do not come back.
final class PoisonTests: XCTestCase {
  private func poison(_ index: Int, _ kind: Int64) -> Point {
    var point = Point.numbered(index)
    point.fields["poison"] = .int(kind)
    return point
  }

  private func task(_ keeper: ChildKeeper, timeout: Duration = .seconds(20)) throws -> KapacitorTask
  {
    var settings = TaskSettings()
    settings.timeout = timeout
    settings.writeMode = .bulk
    let task = try KapacitorTask(socket: keeper.path, settings: settings)
    try task.initialize()
    return task
  }

  /// Starts the child again each time it dies, until the task has so many answers.
  private func nurse(_ keeper: ChildKeeper, until task: KapacitorTask, has count: Int) throws {
    let deadline = kernel_monotonic_nanoseconds() + 60_000_000_000
    while task.received.count < count {
      guard kernel_monotonic_nanoseconds() < deadline else { return XCTFail("in vain") }
      if keeper.hasDied() {
        keeper.reap()
        try keeper.start()
      }
      keeper.takeUp()
      sched_yield()
    }
  }

  private func set(_ kind: Int64, deaths: Int, maximumBusyMilliseconds: Int = 0) throws {
    let keeper = try ChildKeeper("poisoned", maximumBusyMilliseconds: maximumBusyMilliseconds)
    try keeper.start()
    let neighbour = try task(keeper)
    let victim = try task(keeper)
    try neighbour.send(.numbered(0))
    var bytes: [UInt8] = []
    for index in 0..<100 {
      bytes += Request.point(index == 42 ? poison(index, kind) : .numbered(index)).frame()
    }
    try bytes.withUnsafeBytes { try victim.send(bytes: $0) }
    try nurse(keeper, until: victim, has: 100)
    XCTAssertEqual(keeper.deaths.count, deaths)
    // The policy is to pass: the frame comes back as it was.
    XCTAssertEqual(victim.receivedPoints[42], poison(42, kind))
    let frames = QuarantinedFrame.list(in: keeper.quarantine)
    XCTAssertEqual(frames.count, 1)
    let parsed = try XCTUnwrap(
      try QuarantinedFrame.read("\(keeper.quarantine)/\(frames[0].name)"))
    XCTAssertEqual(Int(parsed.deaths), deaths)
    XCTAssertEqual(try SessionState(decoding: parsed.session).initialization?.taskID, "task")
    XCTAssertEqual(parsed.udf, "poisoned")
    XCTAssertEqual(parsed.task, "task")
    XCTAssertEqual(parsed.frame, Request.point(poison(42, kind)).frame())
    try victim.send(.numbered(100))
    try victim.finish()
    XCTAssertEqual(victim.receivedPoints.count, 101)
    try neighbour.send(.numbered(1))
    try neighbour.finish()
    XCTAssertEqual(neighbour.receivedPoints, [.numbered(0), .numbered(1)])
  }

  func testFrameThatFaults_isSetAsideAfterTwoDeaths() throws {
    try set(1, deaths: 2)
  }

  func testFrameThatIsKilledFromOutside_isSetAsideAfterSome() throws {
    try set(2, deaths: Int(Suspicion.deathsToSetAside))
  }

  func testHandlerThatNeverReturns_isGivenUpAndItsFrameSetAside() throws {
    try set(3, deaths: 2, maximumBusyMilliseconds: 1500)
  }

  func testBusyHandler_isKeptAliveForItsNeighboursToo() throws {
    let keeper = try ChildKeeper("slow")
    try keeper.start()
    // Kapacitor gives up after two seconds of silence; the handler takes three.
    let tasks = try (0..<4).map { _ in try task(keeper, timeout: .seconds(2)) }
    var slow = Point.numbered(0)
    slow.fields["slow"] = .int(1)
    try tasks[0].send(slow)
    for task in tasks.dropFirst() { try task.send(.numbered(1)) }
    for task in tasks { try task.waitForData(count: 1, within: .seconds(20)) }
    for task in tasks { try task.finish() }
  }
}
