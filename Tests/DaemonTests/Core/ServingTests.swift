import CKernel
import Glibc
import KapacitorPeer
import KapacitorUDF
import Locks
import UDFWire
import XCTest

@testable import Daemon

/// A daemon over real Unix sockets, driven as Kapacitor drives it.
final class ServingTests: XCTestCase {
  private let echo = try! CodedUDF(EchoHandler.self)

  func testInfo_isAnsweredAndTheConnectionClosed() throws {
    let served = try ServedDirectory([echo])
    let info = try KapacitorTask.information(socket: served.socket("echo"))
    XCTAssertEqual(info, InfoResponse(wants: .stream, provides: .stream))
    served.wait(for: "the connection to end") { served.daemon.connections == 0 }
  }

  func testStream_comesBackInOrderAndComplete() throws {
    let served = try ServedDirectory([echo])
    for mode in WriteMode.allCases {
      var settings = TaskSettings()
      settings.writeMode = mode
      let task = try served.task("echo", settings)
      let points = (0..<5000).map { Point.numbered($0) }
      for point in points { try task.send(point) }
      try task.finish()
      XCTAssertEqual(task.receivedPoints, points)
    }
    served.wait(for: "the connections to end") { served.daemon.connections == 0 }
    XCTAssertEqual(
      served.daemon.status[0].totals[.pointsIn], UInt64(5000 * WriteMode.allCases.count))
  }

  func testManyConnections_doNotTouchEachOther() throws {
    let served = try ServedDirectory([echo])
    let tasks = try (0..<20).map { _ in try served.task("echo") }
    for index in 0..<500 {
      for (number, task) in tasks.enumerated() { try task.send(.numbered(index * 100 + number)) }
    }
    // Every second one aborts, as a task that is disabled.
    for number in stride(from: 1, to: tasks.count, by: 2) { tasks[number].abort() }
    for number in stride(from: 0, to: tasks.count, by: 2) {
      try tasks[number].finish()
      XCTAssertEqual(
        tasks[number].receivedPoints, (0..<500).map { .numbered($0 * 100 + number) })
    }
    served.wait(for: "the connections to end") { served.daemon.connections == 0 }
    XCTAssertEqual(served.log.records.filter { $0.level >= .warning }, [])
  }

  func testLargeFrames_goThroughTheSpills() throws {
    let served = try ServedDirectory(
      [echo], connection: ConnectionSettings(maximumFrameBytes: 4 << 20))
    let task = try served.task("echo")
    let points = [100, 200_000, 5, 3_000_000, 131_072, 131_073, 262_144, 7].enumerated().map {
      Point.numbered($0.offset, padding: $0.element)
    }
    for point in points { try task.send(point) }
    try task.finish()
    XCTAssertEqual(task.receivedPoints, points)
    XCTAssertGreaterThan(served.daemon.status[0].totals[.spills], 2)
  }

  func testFrameBeyondTheLimit_endsItsConnectionWithOneLine() throws {
    let served = try ServedDirectory(
      [echo], connection: ConnectionSettings(maximumFrameBytes: 1 << 20))
    let other = try served.task("echo")
    let task = try served.task("echo")
    XCTAssertThrowsError(
      try {
        try task.send(.numbered(0, padding: 2 << 20))
        try task.finish()
      }())
    try other.send(.numbered(1))
    try other.finish()
    XCTAssertEqual(other.receivedPoints, [.numbered(1)])
    XCTAssertEqual(served.log.records.filter { $0.level == .error }.count, 1)
  }

  func testAnswersLargerThanTheirQuestions_allArrive() throws {
    let served = try ServedDirectory([try CodedUDF(RepeatingHandler.self)])
    let task = try KapacitorTask(socket: served.socket("repeating"))
    try task.initialize(options: [Option(name: "times", values: [.int(50)])])
    let points = (0..<200).map { Point.numbered($0, padding: 2000) }
    for point in points { try task.send(point) }
    try task.finish()
    XCTAssertEqual(
      task.receivedPoints, points.flatMap { Array(repeating: $0, count: 50) })
  }

  func testSlowReader_isNotReadAnyFurther() throws {
    let served = try ServedDirectory([echo])
    let socket = kernel_unix_socket(1)
    defer { close(socket) }
    XCTAssertEqual(kernel_connect(socket, served.socket("echo")), 0)
    var bytes = Request.initialize(InitRequest(taskID: "t", nodeID: "n")).frame()
    for index in 0..<100_000 { bytes += Request.point(.numbered(index)).frame() }
    // Writes until nothing goes in any more, and reads nothing.
    var written = 0
    let hasStalled = { served.daemon.status[0].totals[.stalls] > 0 }
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(socket, $0.baseAddress! + written, $0.count - written)
      }
      if count > 0 {
        written += count
      } else if hasStalled() {
        break
      } else {
        sched_yield()
      }
    }
    XCTAssertLessThan(written, bytes.count, "it is read without bound")
    let connection = try XCTUnwrap(served.daemon.status[0].connections.first)
    XCTAssertLessThan(connection.counters[.bytesIn] - connection.counters[.bytesOut], 700_000)
    // Everything that was read is answered once the peer reads again.
    let before = connection.counters[.bytesOut]
    var sink = [UInt8](repeating: 0, count: 1 << 16)
    served.wait(for: "answers") {
      while read(socket, &sink, sink.count) > 0 {}
      return served.daemon.status[0].totals[.bytesOut] > before
    }
  }

  func testCutFrame_isNoWarning() throws {
    let served = try ServedDirectory([echo])
    let task = try served.task("echo")
    let frame = Request.point(.numbered(1)).frame()
    try frame.dropLast(3).withUnsafeBytes { try task.send(bytes: $0) }
    task.abort()
    served.wait(for: "the connection to end") { served.daemon.connections == 0 }
    XCTAssertEqual(served.log.records.filter { $0.level > .debug }, [])
  }

  func testRefusedInit_closesTheConnection() throws {
    let served = try ServedDirectory([echo])
    let task = try KapacitorTask(socket: served.socket("echo"))
    XCTAssertThrowsError(
      try task.initialize(options: [Option(name: "no_such_option", values: [.int(1)])])
    ) { error in
      guard case .refusedInit(let text)? = (error as? PeerFault)?.kind else {
        return XCTFail("\(error)")
      }
      XCTAssertTrue(text.contains("no_such_option"), text)
    }
    served.wait(for: "the connection to end") { served.daemon.connections == 0 }
  }

  func testInit_waitsForItsDefinitionAndIsKeptAlive() throws {
    let definition = SwitchedUDF()
    let served = try ServedDirectory([definition])
    // Info does not wait.
    _ = try KapacitorTask.information(socket: served.socket("switched"))
    let done = Latch()
    var settings = TaskSettings()
    settings.timeout = .seconds(3)
    let task = try KapacitorTask(socket: served.socket("switched"), settings: settings)
    try LoopThread.start {
      try? task.initialize()
      done.open()
    }
    served.wait(for: "an unasked keepalive") {
      served.daemon.status[0].totals[.unaskedKeepalives] > 0
    }
    definition.readiness = .ready
    served.daemon.modelsChanged()
    XCTAssertTrue(done.wait(until: kernel_monotonic_nanoseconds() + 10_000_000_000))
    try task.send(.numbered(1))
    try task.finish()
    XCTAssertEqual(task.receivedPoints, [.numbered(1)])
  }

  func testDrain_answersWhatWasReadAndCloses() throws {
    let served = try ServedDirectory([echo])
    let task = try served.task("echo")
    for index in 0..<100 { try task.send(.numbered(index)) }
    try task.waitForData(count: 100)
    XCTAssertTrue(served.daemon.drain(within: 5_000_000_000))
    XCTAssertEqual(task.receivedPoints.count, 100)
    XCTAssertEqual(served.daemon.connections, 0)
    served.wait(for: "the socket to go") { served.files.isEmpty }
  }

  func testConnectionLimit_closesWhatIsTooMuch() throws {
    let served = try ServedDirectory([echo], connectionLimit: 2)
    let first = try served.task("echo")
    let second = try served.task("echo")
    XCTAssertThrowsError(try served.task("echo"))
    XCTAssertEqual(served.daemon.status[0].refused, 1)
    XCTAssertEqual(served.log.records.filter { $0.level == .error }.count, 1)
    try first.finish()
    served.wait(for: "room") { served.daemon.connections == 1 }
    _ = try served.task("echo")
    try second.finish()
  }

  func testReload_opensClosesAndLeavesConnectionsAlone() throws {
    let served = try ServedDirectory([echo])
    let task = try served.task("echo")
    try served.serve([try CodedUDF(EchoHandler.self, name: "other")])
    served.wait(for: "the socket to go") { !served.files.contains("echo.sock") }
    let other = try served.task("other")
    try other.send(.numbered(1))
    try other.finish()
    // The UDF is gone, its connection is not.
    try task.send(.numbered(2))
    try task.finish()
    XCTAssertEqual(task.receivedPoints, [.numbered(2)])
  }
}
