import Foundation
import KapacitorPeer
import UDFWire
import XCTest

/// `udfd serve` and the commands around it, as processes.
final class ServeTests: XCTestCase {
  private static let mirror = "[udf.a]\nhandler = 'mirror'\n"

  func testAModelThatIsMissing_failsItsUDFAndNoOther() throws {
    let served = try ServedProcess(
      Self.mirror
        + "[models.turbine]\npath = 'none.pkl'\n[udf.wind]\nhandler = 'wind_turbine'\nmodel = 'turbine'\n"
    )
    try served.serve()
    XCTAssertNoThrow(try KapacitorTask.information(socket: "\(served.directory)/wind.sock"))
    XCTAssertThrowsError(try served.task("wind").initialize()) { error in
      XCTAssertTrue("\(error)".contains("none.pkl"), "\(error)")
    }
    let task = try served.task("a")
    try task.initialize()
    try task.finish()
    XCTAssertTrue(try served.udfd("status").output.contains("FAILED: model turbine"))
    // Put right, a reload brings it.
    try served.write(ModelText.step(100), to: "none.pkl")
    XCTAssertEqual(try served.udfd("reload", "--wait").output, "model turbine swapped\n")
    let wind = try served.task("wind")
    try wind.initialize()
    try wind.finish()
  }

  func testASecondDaemon_isToldWhatIsWrong() throws {
    let served = try ServedProcess(Self.mirror)
    try served.serve()
    let second = try served.udfd("serve")
    XCTAssertEqual(second.status, 1)
    XCTAssertTrue(second.errors.contains("control: another udfd"), second.errors)
    XCTAssertEqual(try served.udfd("status", "--json").status, 0)
  }

  func testTermination_answersWhatWasReadAndRemovesItsSockets() throws {
    let served = try ServedProcess(Self.mirror)
    try served.serve()
    let task = try served.task("a")
    try task.initialize()
    for index in 0..<1000 {
      try task.send(Point(timeNanoseconds: Int64(index), name: "m", fields: ["x": .double(1)]))
    }
    try task.waitForData(count: 1000)
    served.signal(SIGTERM)
    XCTAssertEqual(served.waitForExit(), 0)
    XCTAssertFalse(FileManager.default.fileExists(atPath: "\(served.directory)/a.sock"))
    XCTAssertFalse(FileManager.default.fileExists(atPath: "\(served.directory)/control"))
    let status = try served.udfd("status")
    XCTAssertEqual(status.status, 1)
    XCTAssertTrue(status.errors.contains("is udfd running?"), status.errors)
  }

  func testAConfigurationWithErrors_isNotServed() throws {
    let served = try ServedProcess(
      "[udf.a]\nhandler = 'mirror'\n[udf.b]\nhandlr = 'mirror'\nmode = 660\n")
    for command in ["serve", "check"] {
      let result = try served.udfd(command)
      XCTAssertEqual(result.status, 1)
      XCTAssertTrue(
        result.errors.contains("udfd.toml:9:6: udf.b.handler: is missing"), result.errors)
    }
  }

  func testCheck_showsSignaturesAsATICKscriptWritesThem() throws {
    let served = try ServedProcess(
      "[udf.t]\nhandler = 'threshold'\n[udf.t.options]\nthreshold = 50\nwindow_size = 10\n")
    let check = try served.udfd("check")
    XCTAssertEqual(check.status, 0)
    XCTAssertTrue(check.output.contains("  @t()\n    .field('...')"), check.output)
    XCTAssertTrue(
      check.output.contains("    .threshold(50.0)  // DOUBLE; default shown"), check.output)
    XCTAssertTrue(
      check.output.contains("    .window_size(10)  // INT; default shown"), check.output)
    XCTAssertEqual(try served.udfd("check", "--quiet").output, "")
  }

  /// Who copies a call gets one that the UDF takes.
  func testCheck_showsExamplesWithinTheBounds() throws {
    let served = try ServedProcess("[udf.t]\nhandler = 'ttest'\n")
    let output = try served.udfd("check").output
    XCTAssertTrue(output.contains("    .size(2)       // INT; required; at least 2"), output)
    XCTAssertTrue(output.contains("    .alpha(0.0)    // DOUBLE; required; at least 0.0"), output)
  }

  func testCheck_loadsModels() throws {
    let served = try ServedProcess(
      "[models.m]\npath = 'm.txt'\n", files: ["m.txt": "not a model"])
    let check = try served.udfd("check")
    XCTAssertEqual(check.status, 1)
    XCTAssertTrue(check.errors.hasPrefix("udfd.toml:8:1: models.m.path: m.txt"), check.errors)
    try served.write(ModelText.step(1), to: "good.txt")
    XCTAssertEqual(
      try served.udfd("check", environment: ["UDFD_MODEL_M": "good.txt"]).status, 0)
  }

  // TICKscript, then configuration, then the handler's default.
  func testAnOptionOfATICKscriptComesFirst() throws {
    let served = try ServedProcess(
      "[models.turbine]\npath = 't.txt'\n[udf.wind]\nhandler = 'wind_turbine'\nmodel = 'turbine'\n"
        + "[udf.wind.options]\nerror_threshold = 0.5\n",
      files: ["t.txt": ModelText.step(120)])
    try served.serve()
    let mentions = [0.05, 0.01].map { Option(name: "error_threshold", values: [.double($0)]) }
    // A relative error of 0.2: the handler's own default, 0.15, is below it.
    for (options, level) in [([], 0.0), (mentions, 0.3)] as [([Option], Double)] {
      let task = try served.task("wind")
      try task.initialize(options: options)
      try task.send(
        Point(name: "m", fields: ["wind_speed": .double(9), "grid_active_power": .double(100)]))
      try task.waitForData(count: 1)
      XCTAssertEqual(task.receivedPoints.last?.fields["anomaly_status"], .double(level))
      try task.finish()
    }
  }

  func testDoctor_findsWhatKeepsKapacitorAway() throws {
    let served = try ServedProcess(Self.mirror)
    try served.write(
      "[udf.functions.a]\nsocket = '/run/udfd/other.sock'\ntimeout = '10s'\n", to: "k.conf")
    let file = "\(served.directory)/k.conf"
    let stopped = try served.udfd("doctor", "--kapacitor-conf", file)
    XCTAssertEqual(stopped.status, 1)
    XCTAssertTrue(stopped.output.contains("BAD  cannot reach udfd at control"), stopped.output)
    XCTAssertTrue(stopped.output.contains("BAD  udf a: there is no socket a.sock"), stopped.output)
    try served.serve()
    let wrong = try served.udfd("doctor", "--kapacitor-conf", file)
    XCTAssertTrue(
      wrong.output.contains("k.conf:1:16 says /run/udfd/other.sock, but it is served at a.sock"),
      wrong.output)
    let lines = try served.run(["kapacitor-conf"])
    try served.write(String(decoding: lines.output, as: UTF8.self), to: "k.conf")
    let right = try served.udfd("doctor", "--kapacitor-conf", file)
    XCTAssertTrue(
      right.output.contains("ok   udf a: kapacitor.conf names its socket, timeout 10s"),
      right.output)
    XCTAssertTrue(right.output.contains("ok   the daemon answers"), right.output)
  }

  func testKapacitorConf() throws {
    let served = try ServedProcess(Self.mirror + "[udf.b]\nhandler = 'mirror'\nsocket = '/tmp/b'\n")
    XCTAssertEqual(
      try served.udfd("kapacitor-conf", "--timeout", "90s").output,
      """
      [udf.functions.a]
        socket = "a.sock"
        timeout = "90s"

      [udf.functions.b]
        socket = "/tmp/b"
        timeout = "90s"

      """)
    let one = try served.udfd("kapacitor-conf", "b")
    XCTAssertTrue(one.output.hasPrefix("[udf.functions.b]\n"), one.output)
    XCTAssertFalse(one.output.contains("functions.a"))
    let unknown = try served.udfd("kapacitor-conf", "c")
    XCTAssertEqual(unknown.status, 2)
    XCTAssertTrue(unknown.errors.contains(#"there is no UDF "c""#), unknown.errors)
  }

  func testStdio_answersAsOverASocket() throws {
    let served = try ServedProcess(Self.mirror)
    let point = Point(
      timeNanoseconds: 5, name: "m", fields: ["x": .double(1.5), "s": .string("é")])
    let requests: [Request] = [
      .info, .initialize(InitRequest(options: [], taskID: "t", nodeID: "n")),
      .keepalive(KeepaliveRequest(timeNanoseconds: 7)), .point(point), .snapshot,
    ]
    let stdio = try served.run(["stdio", "a"], input: requests.flatMap { $0.frame() })
    XCTAssertEqual(stdio.status, 0, String(decoding: stdio.errors, as: UTF8.self))
    let answers: [Response] = [
      .info(InfoResponse(wants: .stream, provides: .stream, options: [:])),
      .initialize(InitResponse(success: true, error: "")),
      .keepalive(KeepaliveResponse(timeNanoseconds: 7)), .point(point),
      .snapshot(SnapshotResponse(snapshot: [])),
    ]
    XCTAssertEqual(stdio.output, answers.flatMap { $0.frame() })
  }

  func testStdio_waitsForItsModel() throws {
    let served = try ServedProcess(
      "[models.turbine]\npath = 't.txt'\n[udf.wind]\nhandler = 'wind_turbine'\nmodel = 'turbine'\n",
      files: ["t.txt": ModelText.step(100)])
    let initialize = Request.initialize(InitRequest(options: [], taskID: "t", nodeID: "n"))
    let stdio = try served.run(["stdio", "wind"], input: initialize.frame())
    XCTAssertEqual(
      stdio.output, Response.initialize(InitResponse(success: true, error: "")).frame())
    XCTAssertEqual(stdio.status, 0)
  }

  func testStdio_faultsAreLoggedAndTold() throws {
    let served = try ServedProcess(Self.mirror)
    let unknown = try served.run(["stdio", "b"])
    XCTAssertEqual(unknown.status, 2)
    XCTAssertTrue(String(decoding: unknown.errors, as: UTF8.self).contains("there is no [udf.b]"))
    let nonsense = try served.run(["stdio", "a"], input: [3, 0xff, 0xff, 0xff])
    XCTAssertEqual(nonsense.status, 1)
    XCTAssertTrue(String(decoding: nonsense.errors, as: UTF8.self).contains(" error a "))
  }

  /// As in Kapacitor, where nothing else is said.
  func testTimeZone_isTheLocalOne() throws {
    guard FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Asia/Tokyo") else {
      throw XCTSkip("there are no time zones on this machine")
    }
    func hour(_ keys: String) throws -> String {
      let served = try ServedProcess(
        "[udf.s]\nhandler = 'score'\n\(keys)\n[udf.s.set]\nh = 'hour(\"time\")'\n")
      let tried = try served.udfd(
        "try", "--field", "x=1.0", "--time", "0", environment: ["TZ": "Asia/Tokyo"])
      return String(tried.output.split(separator: "\n").last ?? "")
    }
    XCTAssertEqual(try hour(""), "-> x=1.0 h=9i")
    XCTAssertEqual(try hour("timezone = 'UTC'"), "-> x=1.0 h=0i")
  }

  /// What is served is one file: nothing pulls others in.
  func testIncludes_areUnknownKeys() throws {
    for line in ["include = 'other.toml'", "includes = ['other.toml']"] {
      let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n")
      try served.write("\(line)\n[udf.a]\nhandler = 'mirror'\n", to: "udfd.toml")
      let check = try served.udfd("check")
      XCTAssertEqual(check.status, 1)
      XCTAssertTrue(check.errors.contains("udfd.toml:1:1: include"), check.errors)
      XCTAssertTrue(check.errors.contains("there is no such"), check.errors)
    }
  }
}
