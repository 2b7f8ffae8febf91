import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

final class SessionSnapshotTests: XCTestCase {
  /// Remembers the last number, and writes the one before it.
  private func remembering(
    layout: StateLayout = StateLayout(version: 1, "one number"), name: String = "remembering",
    restorePolicy: RestorePolicy = .startClean
  ) -> ScriptedUDF {
    ScriptedUDF(name: name, restorePolicy: restorePolicy) { _, _ in
      let handler = ScriptedHandler()
      let memory = Memory()
      handler.stateLayout = layout
      handler.onPoint = { point, output in
        var owned = try point.decoded()
        let number = owned.fields["n"]
        owned.fields["before"] = .int(memory.number)
        if case .int(let value)? = number { memory.number = value }
        try output.write(owned)
      }
      handler.onSnapshot = { Snapshot { $0.write(memory.number) } }
      handler.onRestore = { snapshot in
        try snapshot.read { memory.number = try $0.int() }
        if memory.number == 13 { throw TestError(description: "13 is bad luck") }
      }
      return handler
    }
  }

  private final class Memory { var number: Int64 = -1 }

  private func snapshot(of udf: ScriptedUDF, after number: Int) throws -> [UInt8] {
    let answers = try converse(
      udf, [start, .point(numbered(number)), .snapshot], restarts: false)
    guard case .snapshot(let response)? = answers.responses.last else { throw TestError() }
    return response.snapshot
  }

  /// What `before` is after a Restore, and the warnings.
  private func restore(
    _ snapshot: [UInt8], into udf: ScriptedUDF
  ) throws -> (response: RestoreResponse?, before: FieldValue?, warnings: [String]) {
    let log = MemoryLog()
    var driver = SessionDriver(udf, services: HandlerServices(log: log))
    let requests = [start, .restore(RestoreRequest(snapshot: snapshot)), .point(numbered(1))]
    driver.expectAnswers(to: requests)
    try driver.feed(requests.flatMap { $0.frame() })
    guard case .restore(let response)? = driver.answers.responses.dropFirst().first else {
      throw TestError(description: "\(driver.answers.responses)")
    }
    return (response, driver.answers.points.last?.fields["before"], log.messages(.warning))
  }

  func testSnapshotAndRestore_carryTheState() throws {
    let udf = remembering()
    let (response, before, warnings) = try restore(snapshot(of: udf, after: 7), into: udf)
    XCTAssertEqual(response, RestoreResponse(success: true))
    XCTAssertEqual(before, 7)
    XCTAssertEqual(warnings, [])
    try converse(
      udf,
      [start, .restore(RestoreRequest(snapshot: snapshot(of: udf, after: 7)))]
        + (1...5).map { .point(numbered($0)) } + [.snapshot])
  }

  func testEmptyRestore_isASilentSuccess() throws {
    for policy in RestorePolicy.allCases {
      let (response, before, warnings) = try restore(
        [], into: remembering(restorePolicy: policy))
      XCTAssertEqual(response, RestoreResponse(success: true))
      XCTAssertEqual(before, -1)
      XCTAssertEqual(warnings, [])
    }
  }

  func testHandlerWithoutState_answersAnEmptySnapshot() throws {
    let answers = try converse(ScriptedUDF(), [start, .snapshot])
    XCTAssertEqual(answers.responses.last, .snapshot(SnapshotResponse()))
  }

  func testRestoreThatDoesNotFit_startsClean_withAWarning_orIsRefused() throws {
    let fitting = try snapshot(of: remembering(), after: 7)
    let cases: [(snapshot: [UInt8], name: String, layout: StateLayout, text: String)] = [
      (
        fitting, "renamed", StateLayout(version: 1, "one number"),
        "of UDF remembering, not of renamed"
      ),
      (fitting, "remembering", StateLayout(version: 2, "one number"), "of version 1 of"),
      (fitting, "remembering", StateLayout(version: 1, "two numbers"), "another shape"),
      (
        Array("pickled".utf8), "remembering", StateLayout(version: 1, "one number"),
        "not written by udfd"
      ),
      (Array(fitting.dropLast()), "remembering", StateLayout(version: 1, "one number"), "checksum"),
      (Array("UDFS".utf8), "remembering", StateLayout(version: 1, "one number"), "damaged"),
      (
        try snapshot(of: remembering(), after: 13), "remembering",
        StateLayout(version: 1, "one number"), "13 is bad luck"
      ),
    ]
    for (bytes, name, layout, text) in cases {
      let clean = try restore(bytes, into: remembering(layout: layout, name: name))
      XCTAssertEqual(clean.response, RestoreResponse(success: true), text)
      // A new handler: nothing of what a failed restore did is left.
      XCTAssertEqual(clean.before, -1, text)
      XCTAssertEqual(clean.warnings.count, 1)
      XCTAssertTrue(clean.warnings[0].hasPrefix("the task starts without its state: "))
      XCTAssertTrue(clean.warnings[0].contains(text), clean.warnings[0])

      let refused = try restore(
        bytes, into: remembering(layout: layout, name: name, restorePolicy: .fail))
      XCTAssertEqual(refused.response?.success, false)
      XCTAssertTrue(refused.response!.error.contains(text), refused.response!.error)
      XCTAssertFalse(refused.response!.error.contains("\n"))
      XCTAssertNil(refused.before)
    }
  }

  func testEveryDamage_isFound() throws {
    let udf = remembering()
    let snapshot = try snapshot(of: udf, after: 7)
    for index in snapshot.indices {
      for bit in 0..<8 {
        var damaged = snapshot
        damaged[index] ^= 1 << bit
        XCTAssertEqual(try restore(damaged, into: udf).before, -1)
      }
    }
    for count in 1..<snapshot.count {
      XCTAssertEqual(try restore(Array(snapshot.prefix(count)), into: udf).before, -1)
    }
  }

  func testAnotherModel_warnsAndRestores() throws {
    let layout = StateLayout(version: 1, "one number", modelDigests: ["a"])
    let other = StateLayout(version: 1, "one number", modelDigests: ["b"])
    let result = try restore(
      snapshot(of: remembering(layout: layout), after: 7), into: remembering(layout: other))
    XCTAssertEqual(result.before, 7)
    XCTAssertEqual(
      result.warnings, ["the restored state came about with other models than are loaded now"])
  }

  func testSnapshotThatFails_isEmpty_andTheTaskGoesOn() throws {
    let udf = ScriptedUDF { handler in handler.onSnapshot = { throw TestError() } }
    let log = MemoryLog()
    var driver = SessionDriver(udf, services: HandlerServices(log: log))
    try driver.send(start)
    try driver.send(.snapshot)
    try driver.send(.point(numbered(1)))
    XCTAssertEqual(driver.answers.responses[1], .snapshot(SnapshotResponse()))
    XCTAssertEqual(driver.answers.points.count, 1)
    XCTAssertEqual(driver.session.counters.snapshotsFailed, 1)
    XCTAssertEqual(log.messages(.warning), ["no snapshot could be made: a test's error"])
  }

  func testLargeSnapshot_goesThroughTheSpill_andTooLargeOnesAreRefusedInOneLine() throws {
    let udf = ScriptedUDF { handler in
      handler.onSnapshot = { Snapshot([UInt8](repeating: 7, count: 1 << 20)) }
    }
    var driver = SessionDriver(udf, room: 1 << 12)
    try driver.send(start)
    try driver.send(.snapshot)
    XCTAssertGreaterThan(driver.output.count, 1 << 20)

    var small = SessionConfiguration()
    small.maximumFrameBytes = 1000
    let log = MemoryLog()
    var limited = SessionDriver(udf, configuration: small, services: HandlerServices(log: log))
    try limited.send(start)
    try limited.send(.snapshot)
    XCTAssertEqual(limited.answers.responses.last, .snapshot(SnapshotResponse()))
    XCTAssertTrue(log.messages(.warning)[0].contains("over the limit of 1000 (max_frame_bytes)"))
  }

  func testCleanStartThatIsRefused_refusesTheRestore() throws {
    let made = Counter()
    let udf = ScriptedUDF(name: "u") { _, _ in
      made.value += 1
      if made.value > 1 { throw TestError(description: "only once") }
      return ScriptedHandler()
    }
    let result = try restore(Array("foreign".utf8), into: udf)
    XCTAssertEqual(result.response, RestoreResponse(success: false, error: "u: only once"))
  }
}

/// A number that closures share within one thread.
final class Counter: @unchecked Sendable { var value = 0 }
