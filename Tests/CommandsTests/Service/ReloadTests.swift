import Foundation
import KapacitorPeer
import UDFWire
import XCTest

/// Every row of the table of reloads (docs/precedence-and-reload.md), on a daemon of its own process.
final class ReloadTests: XCTestCase {
  private static let wind = """
    [models.turbine]
    path = "turbine.txt"
    [udf.wind]
    handler = "wind_turbine"
    model = "turbine"
    """

  private func served(_ configuration: String, files: [String: String] = [:]) throws
    -> ServedProcess
  {
    let served = try ServedProcess(configuration, files: files)
    try served.serve()
    return served
  }

  /// The level of a turbine that gives 100 kW at 9 m/s.
  private func level(_ task: KapacitorTask) throws -> FieldValue? {
    let count = task.receivedPoints.count
    try task.send(
      Point(name: "m", fields: ["wind_speed": .double(9), "grid_active_power": .double(100)]))
    try task.waitForData(count: count + 1)
    return task.receivedPoints.last?.fields["anomaly_status"]
  }

  private func connections(_ served: ServedProcess, _ udf: String) throws -> [[String: Any]] {
    let udfs = try served.status()["udfs"] as? [[String: Any]] ?? []
    return udfs.first { $0["name"] as? String == udf }?["connections"] as? [[String: Any]] ?? []
  }

  func testAModelsContent_isSwappedForRunningConnections() throws {
    let served = try served(Self.wind, files: ["turbine.txt": ModelText.step(100)])
    let task = try served.task("wind")
    try task.initialize()
    XCTAssertEqual(try level(task), .double(0))
    try served.write(ModelText.step(1000), to: "turbine.txt")
    XCTAssertEqual(try served.udfd("reload", "--wait").output, "model turbine swapped\n")
    XCTAssertEqual(try level(task), .double(1))
    try task.finish()
  }

  func testAModelsPath_isSwappedForRunningConnections() throws {
    let served = try served(
      Self.wind,
      files: ["turbine.txt": ModelText.step(100), "other.txt": ModelText.step(1000)])
    let task = try served.task("wind")
    try task.initialize()
    XCTAssertEqual(try level(task), .double(0))
    try served.configure(Self.wind.replacing("turbine.txt", with: "other.txt"))
    XCTAssertEqual(try served.udfd("reload", "--wait").output, "model turbine swapped\n")
    XCTAssertEqual(try level(task), .double(1))
    try task.finish()
  }

  func testAModelThatCannotBeLoaded_changesNothing() throws {
    let served = try served(Self.wind, files: ["turbine.txt": ModelText.step(100)])
    let task = try served.task("wind")
    try task.initialize()
    try served.write("nonsense", to: "turbine.txt")
    let reload = try served.udfd("reload", "--wait")
    XCTAssertEqual(reload.status, 1)
    XCTAssertTrue(
      reload.errors.hasPrefix("udfd reload: refused, nothing has changed: model turbine: "),
      reload.errors)
    XCTAssertEqual(try level(task), .double(0))
    let last = try served.status()["last_reload"] as? [String: Any]
    XCTAssertEqual(last?["applied"] as? Bool, false)
    try task.finish()
  }

  func testAModelThatALiveHandlerCannotUse_isRefused() throws {
    let served = try served(Self.wind, files: ["turbine.txt": ModelText.step(100)])
    let task = try served.task("wind")
    try task.initialize()
    try served.write(ModelText.step(100, objective: "binary sigmoid:1"), to: "turbine.txt")
    let reload = try served.udfd("reload", "--wait")
    XCTAssertEqual(reload.status, 1)
    XCTAssertTrue(reload.errors.contains("model turbine: does not fit udf wind"), reload.errors)
    XCTAssertEqual(try level(task), .double(0))
    try task.finish()
  }

  /// The configuration's own tests come before anything is taken over: a changed rule and a changed model
  /// alike.
  func testFailingTests_changeNothing() throws {
    func rule(_ factor: String, expecting: String) -> String {
      """
      [udf.double]
      handler = "score"
      set = { y = '"x" * \(factor)' }
      [[udf.double.tests]]
      name = "doubles"
      points = [{ fields = { x = 1.5 }, expect = { y = \(expecting) } }]

      """
    }
    func answer(_ task: KapacitorTask) throws -> FieldValue? {
      let count = task.receivedPoints.count
      try task.send(Point(name: "m", fields: ["x": .double(2)]))
      try task.waitForData(count: count + 1)
      return task.receivedPoints.last?.fields["y"]
    }
    let served = try served(rule("2.0", expecting: "3.0"))
    let old = try served.task("double", "old")
    try old.initialize()
    XCTAssertEqual(try answer(old), .double(4))

    try served.configure(rule("3.0", expecting: "3.0"))
    XCTAssertEqual(try served.udfd("check").status, 1)
    let refused = try served.udfd("reload", "--wait")
    XCTAssertEqual(refused.status, 1)
    XCTAssertTrue(
      refused.errors.hasPrefix("udfd reload: refused, nothing has changed: tests fail: "),
      refused.errors)
    XCTAssertTrue(
      refused.errors.contains("doubles: point 1: y: expected float 3.0, found float 4.5"),
      refused.errors)
    XCTAssertEqual(try answer(old), .double(4))
    let between = try served.task("double", "between")
    try between.initialize()
    XCTAssertEqual(try answer(between), .double(4))

    // A start serves it all the same, and says so.
    let started = try self.served(rule("3.0", expecting: "3.0"))
    let deadline = Date(timeIntervalSinceNow: 20)
    while Date() < deadline, try !started.log.contains("a test of the configuration fails") {
      usleep(10_000)
    }
    let log = try started.log
    XCTAssert(
      log.contains("warning a test of the configuration fails, as 'udfd test' shows: "), log)
    XCTAssert(log.contains("doubles: point 1: y: expected float 3.0, found float 4.5"), log)

    try served.configure(rule("3.0", expecting: "4.5"))
    XCTAssertEqual(
      try served.udfd("reload", "--wait").output, "UDF double changed, for new connections\n")
    let new = try served.task("double", "new")
    try new.initialize()
    XCTAssertEqual(try answer(new), .double(6))
    for task in [old, between, new] { try task.finish() }
  }

  func testDefaultsOfOptions_areForNewConnections() throws {
    let served = try served(Self.wind, files: ["turbine.txt": ModelText.step(110)])
    let old = try served.task("wind", "old")
    try old.initialize()
    XCTAssertEqual(try level(old), .double(0))
    try served.configure(Self.wind + "\n[udf.wind.options]\nerror_threshold = 0.01\n")
    XCTAssertEqual(
      try served.udfd("reload", "--wait").output, "UDF wind changed, for new connections\n")
    let new = try served.task("wind", "new")
    try new.initialize()
    XCTAssertEqual(try level(old), .double(0))
    XCTAssertEqual(try level(new), .double(0.3))
    let generations = try connections(served, "wind").map {
      "\($0["task"] ?? "") \($0["generation"] ?? "")"
    }
    XCTAssertEqual(generations.sorted(), ["new 2", "old 1"])
    XCTAssertTrue(try served.udfd("status").output.contains("an earlier one (1)"))
    try old.finish()
    try new.finish()
  }

  func testAnotherHandler_warnsThatKapacitorMustBeRestarted() throws {
    let served = try served("[udf.a]\nhandler = 'mirror'\n")
    try served.configure("[udf.a]\nhandler = 'threshold'\n")
    let output = try served.udfd("reload", "--wait").output
    XCTAssertTrue(output.contains("option field added"), output)
    XCTAssertTrue(output.contains("restart kapacitord"), output)
  }

  func testOptionsRetypedOrRemoved_warnThatKapacitorMustBeRestarted() throws {
    func configuration(_ options: String) -> String {
      "[udf.a]\nhandler = 'score'\n[udf.a.set]\ny = '\"x\"'\n[udf.a.options]\n\(options)"
    }
    let served = try served(configuration("limit = 1\nspare = 1\n"))
    try served.configure(configuration("limit = 1.0\n"))
    let output = try served.udfd("reload", "--wait").output
    XCTAssertTrue(output.contains("option limit retyped"), output)
    XCTAssertTrue(output.contains("option spare removed"), output)
    XCTAssertTrue(output.contains("restart kapacitord"), output)
  }

  func testAUDFAddedOrRemoved() throws {
    let served = try served("[udf.a]\nhandler = 'mirror'\n")
    let task = try served.task("a")
    try task.initialize()
    try served.configure("[udf.b]\nhandler = 'mirror'\n")
    XCTAssertEqual(try served.udfd("reload", "--wait").output, "UDF b added; UDF a removed\n")
    XCTAssertNoThrow(try KapacitorTask.information(socket: "\(served.directory)/b.sock"))
    XCTAssertThrowsError(try served.task("a"))
    try task.send(Point(name: "m", fields: ["x": .double(1)]))
    try task.waitForData(count: 1)
    XCTAssertTrue(try served.udfd("status").output.contains("(removed)"))
    try task.finish()
  }

  func testASocketThatMoves_leavesItsConnectionsAlone() throws {
    let served = try served("[udf.a]\nhandler = 'mirror'\n")
    let task = try served.task("a")
    try task.initialize()
    try served.configure("[udf.a]\nhandler = 'mirror'\nsocket = 'moved.sock'\n")
    XCTAssertEqual(try served.udfd("reload", "--wait").status, 0)
    XCTAssertNoThrow(try KapacitorTask.information(socket: "\(served.directory)/moved.sock"))
    XCTAssertThrowsError(try served.task("a"))
    try task.send(Point(name: "m", fields: ["x": .double(1)]))
    try task.waitForData(count: 1)
    try task.finish()
  }

  /// Expressions and policies: running tasks keep what they were started with.
  func testExpressionsAndPolicies_areForNewConnections() throws {
    func udf(_ sum: String, _ policy: String) -> String {
      "[udf.s]\nhandler = 'score'\non_missing = '\(policy)'\n[udf.s.set]\nsum = '\(sum)'\n"
    }
    let served = try served(udf("\"a\" + \"b\"", "drop"))
    let old = try served.task("s", "old")
    try old.initialize()
    try served.configure(udf("\"a\" * \"b\"", "pass"))
    XCTAssertEqual(
      try served.udfd("reload", "--wait").output, "UDF s changed, for new connections\n")
    let new = try served.task("s", "new")
    try new.initialize()
    for (task, sum, answers) in [(old, 7.0, 1), (new, 12.0, 2)] {
      try task.send(Point(timeNanoseconds: 1, name: "m", fields: ["a": .double(3)]))
      try task.send(
        Point(timeNanoseconds: 2, name: "m", fields: ["a": .double(3), "b": .double(4)]))
      try task.finish()
      XCTAssertEqual(task.receivedPoints.count, answers)
      XCTAssertEqual(task.receivedPoints.last?.fields["sum"], .double(sum))
    }
  }

  func testFrameLimit_isTakenOverForNewConnections() throws {
    let served = try served("[udf.a]\nhandler = 'mirror'\n")
    let old = try served.task("a", "old")
    try old.initialize()
    try served.configure("[udf.a]\nhandler = 'mirror'\n", daemon: "max_frame_bytes = '64KiB'")
    XCTAssertEqual(try served.udfd("reload", "--wait").status, 0)
    let new = try served.task("a", "new")
    try new.initialize()
    let large = Point(
      name: "m", fields: ["s": .string(String(repeating: "x", count: 100_000))])
    try old.send(large)
    try old.waitForData(count: 1)
    XCTAssertThrowsError(
      try {
        try new.send(large)
        try new.finish()
      }()
    ) { XCTAssertTrue("\($0)".contains("max_frame_bytes"), "\($0)") }
    try old.finish()
  }

  func testLogLevel_isTakenOverAtOnce() throws {
    let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n", daemon: "log_level = 'error'")
    try served.serve()
    try served.configure("[udf.a]\nhandler = 'mirror'\n", daemon: "log_level = 'info'")
    XCTAssertEqual(try served.udfd("reload", "--wait").status, 0)
    let told = try served.log.split(separator: "\n")
    XCTAssertTrue(told.contains { $0.contains("reload: nothing has changed") }, "\(told)")
    XCTAssertFalse(told.contains { $0.contains("serving") }, "\(told)")
  }

  func testCoalescing_isTakenOverForNewConnections() throws {
    // As patient as can be: a writer that has to wait for its core is dense as well.
    let served = try ServedProcess(
      "[udf.a]\nhandler = 'mirror'\n", daemon: "coalescing_maximum = '10ms'")
    try served.serve()
    // How often a connection came to be read by the clock, once it has had its chances.
    func pacedEntries(_ name: String, until isEnough: (Double) -> Bool) throws -> Double {
      let task = try served.task("a", name)
      try task.initialize()
      var entries = 0.0
      for round in 1...40 where !isEnough(entries) {
        for _ in 0..<500 { try task.send(Point(name: "m", fields: ["x": .double(1)])) }
        try task.waitForData(count: round * 500)
        let connection = try connections(served, "a").first { $0["task"] as? String == name }
        let counters = try XCTUnwrap(connection?["counters"] as? [String: Any])
        entries = try XCTUnwrap(counters["paced_entries"] as? Double)
      }
      try task.finish()
      return entries
    }
    XCTAssertGreaterThan(try pacedEntries("old") { $0 > 0 }, 0)
    try served.configure("[udf.a]\nhandler = 'mirror'\n", daemon: "coalescing_maximum = '0s'")
    XCTAssertEqual(try served.udfd("reload", "--wait").status, 0)
    XCTAssertEqual(try pacedEntries("new") { $0 > 0 }, 0)
  }

  /// A connection that its peer keeps open holds a stop up to the deadline: that of now, not of the start.
  func testDrainDeadline_isTakenOver() throws {
    let served = try ServedProcess(
      "[udf.a]\nhandler = 'mirror'\n", daemon: "drain_deadline = '10m'")
    try served.serve()
    let task = try served.task("a")
    try task.initialize()
    try served.configure("[udf.a]\nhandler = 'mirror'\n", daemon: "drain_deadline = '10ms'")
    XCTAssertEqual(try served.udfd("reload", "--wait").status, 0)
    served.signal(SIGTERM)
    let began = Date()
    _ = served.waitForExit()
    XCTAssertLessThan(Date().timeIntervalSince(began), 300)
  }

  func testWhatOnlyARestartCanChange_isRefusedByName() throws {
    let served = try served("[udf.a]\nhandler = 'mirror'\n")
    let known = [
      ("loops = 3", "loops (2 -> 3)"), ("max_connections = 7", "max_connections (4000 -> 7)"),
      ("control_socket = 'other'", "control_socket ("),
      ("state_directory = '/nowhere'", "state_directory ("),
      ("http = '127.0.0.1:9'", "http (off -> 127.0.0.1:9)"),
      ("max_busy = '7s'", "max_busy (1m -> 7s)"),
    ]
    for (line, message) in known {
      let text = try String(contentsOfFile: served.configurationPath, encoding: .utf8)
      let key = line.prefix { $0 != "=" }
      let others = text.split(separator: "\n").filter { !$0.hasPrefix(key) }.joined(separator: "\n")
      let changed = others.replacing("[daemon]", with: "[daemon]\n\(line)")
      try served.write(changed + "\n[udf.b]\nhandler = 'mirror'\n", to: "udfd.toml")
      // Asked by signal, since the file may name another control socket now.
      served.signal(SIGHUP)
      try served.write(text, to: "seen.toml")
      let reason = try waitForLastReload(served, containing: message)
      XCTAssertTrue(reason.contains("restart needed for \(message)"), reason)
      XCTAssertFalse(FileManager.default.fileExists(atPath: "\(served.directory)/b.sock"))
      try served.write(text, to: "udfd.toml")
    }
  }

  private func waitForLastReload(_ served: ServedProcess, containing text: String) throws -> String
  {
    let deadline = Date(timeIntervalSinceNow: 10)
    var message = ""
    while Date() < deadline {
      let status = try served.run([
        "status", "--json", "--control-socket", "\(served.directory)/control",
      ])
      message = String(decoding: status.output, as: UTF8.self)
      if message.contains(text) { return message }
      usleep(20_000)
    }
    return message
  }

  func testAllOrNothing() throws {
    let served = try served("[udf.a]\nhandler = 'mirror'\n")
    try served.configure(
      "[udf.a]\nhandler = 'mirror'\n[udf.b]\nhandler = 'mirror'\n[udf.c]\nhandler = 'miror'\n")
    let reload = try served.udfd("reload", "--wait")
    XCTAssertEqual(reload.status, 1)
    XCTAssertEqual(
      reload.errors,
      "udfd reload: refused, nothing has changed: udfd.toml:12:1: udf.c.handler: there is no handler "
        + "\"miror\"; did you mean \"mirror\"?\n")
    XCTAssertFalse(FileManager.default.fileExists(atPath: "\(served.directory)/b.sock"))
    try served.configure("[udf.a]\nhandler = 'mirror'\n")
    XCTAssertEqual(try served.udfd("reload", "--wait").output, "nothing has changed\n")
  }
}
