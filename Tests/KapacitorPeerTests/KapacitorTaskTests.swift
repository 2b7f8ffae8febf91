import Locks
import UDFWire
import XCTest

@testable import KapacitorPeer

final class KapacitorTaskTests: XCTestCase {
  private func task(
    _ udf: ScriptedUDF, _ configure: (inout TaskSettings) -> Void = { _ in }
  ) throws -> KapacitorTask {
    var settings = TaskSettings()
    configure(&settings)
    return try KapacitorTask(adopting: udf.taskSide, settings: settings)
  }

  private func fault(_ body: () throws -> Void) -> PeerFault.Kind? {
    do {
      try body()
      return nil
    } catch let fault as PeerFault { return fault.kind } catch {
      XCTFail("\(error)")
      return nil
    }
  }

  func testLife_fromInitToFinish() throws {
    for mode in WriteMode.allCases {
      let udf = try ScriptedUDF(wellBehaved)
      let task = try task(udf) { $0.writeMode = mode }
      let option = Option(name: "threshold", values: [.double(0.5)])
      try task.initialize(options: [option])
      try task.restore([9])
      for index in 0..<100 { try task.send(.sample(index)) }
      XCTAssertEqual(try task.snapshot(), [1, 2, 3])
      try task.finish()
      XCTAssertEqual(task.receivedPoints, (0..<100).map(Point.sample))
      XCTAssertEqual(
        udf.seenRequests.first,
        .initialize(InitRequest(options: [option], taskID: "task", nodeID: "udf2")))
      XCTAssertEqual(udf.seenRequests[1], .restore(RestoreRequest(snapshot: [9])))
    }
  }

  func testInformation_halfClosesAndWaitsForTheUDFToClose() throws {
    let info = InfoResponse(
      wants: .stream, provides: .batch, options: ["size": OptionInfo(valueTypes: [.int])])
    let udf = try ScriptedUDF { _ in [.answer([.info(info)])] }
    XCTAssertEqual(try task(udf).information(), info)
    udf.join()
  }

  func testRefusedInit_carriesItsText() throws {
    let udf = try ScriptedUDF { _ in
      [.answer([.initialize(InitResponse(success: false, error: "field is missing"))]), .close]
    }
    let task = try task(udf)
    XCTAssertEqual(fault { try task.initialize() }, .refusedInit("field is missing"))
  }

  func testRefusedRestore_carriesItsText() throws {
    let udf = try ScriptedUDF { request in
      guard case .restore = request else { return wellBehaved(request) }
      return [.answer([.restore(RestoreResponse(success: false, error: "too old"))]), .close]
    }
    let task = try task(udf)
    try task.initialize()
    XCTAssertEqual(fault { try task.restore([]) }, .refusedRestore("too old"))
  }

  func testErrorResponse_isThrownByWhateverComesNext() throws {
    let udf = try ScriptedUDF { request in
      guard case .point = request else { return wellBehaved(request) }
      return [.answer([.error(ErrorResponse(error: "the model is gone"))]), .close]
    }
    let task = try task(udf)
    try task.initialize()
    try task.send(.sample(0))
    XCTAssertEqual(fault { try task.finish() }, .errorResponse("the model is gone"))
  }

  func testUDFThatCloses_whileItsTaskRuns() throws {
    let udf = try ScriptedUDF { request in
      guard case .point = request else { return wellBehaved(request) }
      return [.close]
    }
    let task = try task(udf)
    try task.initialize()
    let kind = fault {
      for index in 0..<1_000_000 { try task.send(.sample(index)) }
    }
    // Which of the two is said depends on whether points lay unread when the UDF closed.
    switch kind {
    case .closedEarly, .transport: break
    default: XCTFail("\(String(describing: kind))")
    }
  }

  func testUDFThatCloses_withoutAnsweringInfo() throws {
    let udf = try ScriptedUDF { _ in [.close] }
    let kind = fault { _ = try task(udf).information() }
    XCTAssertEqual(kind, .closedEarly(waitingFor: "its task was running"))
  }

  func testUDFThatClosesInsideAFrame_afterHalfClose() throws {
    let cut = Array(Response.point(.sample(1)).frame().dropLast(3))
    let udf = try ScriptedUDF(atEnd: [.raw(cut)], wellBehaved)
    let task = try task(udf)
    try task.initialize()
    XCTAssertEqual(fault { try task.finish() }, .cutFrame(missingBytes: 3))
  }

  func testSilence_killsTheTask() throws {
    let udf = try ScriptedUDF { request in
      if case .keepalive = request { return [] }
      return wellBehaved(request)
    }
    let task = try task(udf) { $0.timeout = .milliseconds(80) }
    try task.initialize()
    let kind = fault { try task.waitForData(count: 1) }
    XCTAssertEqual(kind, .silent(.milliseconds(80)))
    XCTAssert(udf.seenRequests.contains { if case .keepalive = $0 { true } else { false } })
  }

  func testKeepalives_keepAnIdleTaskAlive() throws {
    let udf = try ScriptedUDF(wellBehaved)
    let task = try task(udf) { $0.timeout = .milliseconds(100) }
    try task.initialize()
    let answered = Monitor(())
    // Five time-outs long; only keepalives can keep the task alive meanwhile.
    let deadline = MonotonicClock.nanoseconds() + 500_000_000
    _ = answered.wait(until: deadline) { _ in nil as Bool? }
    try task.send(.sample(0))
    try task.finish()
    XCTAssertEqual(task.receivedPoints.count, 1)
  }

  func testSnapshots_areAskedForAtTheirInterval() throws {
    let udf = try ScriptedUDF(wellBehaved)
    let task = try task(udf) { $0.snapshotInterval = .milliseconds(5) }
    try task.initialize()
    while task.latestSnapshot == nil { sched_yield() }
    XCTAssertEqual(task.latestSnapshot, [1, 2, 3])
    try task.finish()
  }

  /// A keepalive or a question that is due as the input ends is not sent any more: the UDF may have closed by then.
  func testWhatGoesOutByItself_endsWithTheInput() throws {
    let udf = try ScriptedUDF(wellBehaved)
    let task = try task(udf)
    try task.initialize()
    try task.send(.sample(0))
    try task.finish()
    udf.join()
    try task.connection.sendKeepalive()
    try task.connection.takeSnapshot()
    XCTAssertNoThrow(try task.finish())
    XCTAssertEqual(task.receivedPoints, [.sample(0)])
  }

  func testInputThatEndsWhenSomethingIsDue_isNoFault() throws {
    for _ in 0..<300 {
      let udf = try ScriptedUDF(wellBehaved)
      let task = try task(udf) { $0.snapshotInterval = .microseconds(50) }
      try task.initialize()
      try task.send(.sample(0))
      try task.finish()
      XCTAssertEqual(task.receivedPoints, [.sample(0)])
    }
  }

  func testAbort_isNobodysFault() throws {
    let udf = try ScriptedUDF(wellBehaved)
    let task = try task(udf)
    try task.initialize()
    for index in 0..<1000 { try task.send(.sample(index)) }
    task.abort()
    udf.join()
  }

  func testConnecting_namesThePathAndTheRemedy() {
    XCTAssertThrowsError(try KapacitorTask(socket: "/nonexistent/udf.sock")) { error in
      XCTAssertEqual(
        "\(error)",
        "/nonexistent/udf.sock: cannot connect: No such file or directory; is the daemon running, and is this the socket of a UDF it serves?"
      )
    }
    XCTAssertThrowsError(
      try KapacitorTask(socket: String(repeating: "x", count: 108))
    ) { XCTAssert("\($0)".contains("1 to 107 bytes"), "\($0)") }
  }
}
