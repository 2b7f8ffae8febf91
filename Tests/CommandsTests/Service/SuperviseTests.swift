import Foundation
import KapacitorPeer
import UDFWire
import XCTest

/// `udfd supervise`: tasks outlive the daemon without systemd.
final class SuperviseTests: XCTestCase {
  private func supervised(_ environment: [String: String] = [:]) throws -> ServedProcess {
    let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n[udf.t]\nhandler = 'threshold'\n")
    try served.serve(command: "supervise", environment: environment)
    return served
  }

  private func child(_ served: ServedProcess) throws -> Int32? {
    let text = try served.udfd("status", "--json").output
    return try /"process":([0-9]+)/.firstMatch(in: text).flatMap { Int32($0.1) }
  }

  /// A stop reaches a process's threads one by one: until it has reached them all, one may still accept.
  private func waitUntilStopped(_ process: Int32) throws {
    let deadline = Date(timeIntervalSinceNow: 20)
    while Date() < deadline {
      let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
      let areStopped = try threads.allSatisfy { thread in
        let path = "/proc/\(process)/task/\(thread)/status"
        return try String(contentsOfFile: path, encoding: .utf8).contains("State:\tT")
      }
      if areStopped { return }
      usleep(1_000)
    }
    throw ServedProcessError(description: "process \(process) did not stop")
  }

  private func waitForAnother(_ served: ServedProcess, than old: Int32) throws -> Int32 {
    let deadline = Date(timeIntervalSinceNow: 20)
    while Date() < deadline {
      if let new = try child(served), new != old { return new }
      usleep(10_000)
    }
    throw ServedProcessError(description: "no new process came up")
  }

  /// Sends points while `disturb` ends the daemon, and expects every one back, once and in order.
  private func run(_ served: ServedProcess, _ disturb: (Int32) -> Void) throws {
    let task = try served.task("a")
    try task.initialize()
    var process = try XCTUnwrap(try child(served))
    var sent = 0
    for _ in 0..<5 {
      for _ in 0..<500 {
        try task.send(Point(timeNanoseconds: Int64(sent), name: "m", fields: ["x": .double(1)]))
        sent += 1
      }
      disturb(process)
      process = try waitForAnother(served, than: process)
    }
    try task.waitForData(count: sent)
    try task.finish()
    XCTAssertEqual(task.receivedPoints.map(\.timeNanoseconds), (0..<Int64(sent)).map { $0 })
  }

  func testKilledFiveTimes_noPointIsLost() throws {
    try run(try supervised()) { kill($0, SIGKILL) }
  }

  func testPlannedRestarts_noPointIsLost() throws {
    let served = try supervised()
    try run(served) { _ in served.signal(SIGUSR1) }
  }

  func testStop_endsTheTasks() throws {
    let served = try supervised()
    let task = try served.task("a")
    try task.initialize()
    served.signal(SIGTERM)
    XCTAssertEqual(served.waitForExit(), 0)
    XCTAssertThrowsError(try task.waitForData(count: 1, within: .seconds(5)))
    XCTAssertThrowsError(try served.task("a"))
  }

  /// A container that cannot serve is to be seen as one.
  func testFirstStartThatFails_endsItWithTheReason() throws {
    let served = try ServedProcess("[udf.a]\nhandler = 'miror'\n")
    let (status, output, errors) = try served.udfd("supervise")
    XCTAssertEqual(status, 1)
    XCTAssertEqual(output, "")
    XCTAssert(errors.contains("did you mean \"mirror\"?"), errors)
    XCTAssert(errors.contains("supervise: udfd did not start: it ended with status 1"), errors)
  }

  /// Once it has served, it is started again whatever became of its configuration.
  func testLaterStartThatFails_isTriedAgain() throws {
    let served = try supervised()
    let old = try XCTUnwrap(try child(served))
    try served.configure("[udf.a]\nhandler = 'miror'\n")
    kill(old, SIGTERM)
    let deadline = Date(timeIntervalSinceNow: 20)
    while Date() < deadline, try !served.log.contains("did you mean") { usleep(10_000) }
    try served.configure("[udf.a]\nhandler = 'mirror'\n")
    XCTAssertNotEqual(try waitForAnother(served, than: old), old)
  }

  func testReloadByHangup() throws {
    let served = try supervised()
    try served.configure("[udf.a]\nhandler = 'mirror'\n[udf.b]\nhandler = 'mirror'\n")
    served.signal(SIGHUP)
    let deadline = Date(timeIntervalSinceNow: 10)
    while Date() < deadline, (try? served.task("b")) == nil { usleep(10_000) }
    XCTAssertNoThrow(try served.task("b"))
  }

  /// Who connects while no process is there, or to one that accepts nothing any more, is served by the next one.
  func testConnectionThatIsNotAccepted_outlivesTheProcess() throws {
    let served = try supervised()
    for signals in [[SIGSTOP, SIGKILL], [SIGSTOP, SIGTERM, SIGCONT]] {
      let old = try XCTUnwrap(try child(served))
      kill(old, signals[0])
      try waitUntilStopped(old)
      let waiting = try served.task("a", "waiting")
      for signal in signals.dropFirst() { kill(old, signal) }
      // Reached through the same socket while one process has gone and the next has not come; Kapacitor tries again.
      let late = try KapacitorTask(
        socket: "\(served.directory)/t.sock", settings: Self.patient)
      try waiting.initialize()
      try waiting.send(Point(timeNanoseconds: 1, name: "m", fields: ["x": .double(1)]))
      try waiting.finish(within: .seconds(20))
      XCTAssertEqual(waiting.receivedPoints.count, 1)
      try late.initialize(options: [Option(name: "field", values: [.string("x")])])
      try late.finish(within: .seconds(20))
      _ = try waitForAnother(served, than: old)
    }
  }

  private static var patient: TaskSettings {
    var settings = TaskSettings()
    settings.patience = .seconds(20)
    return settings
  }

  func testChildThatSaysNothing_isReplaced_andItsTasksGoOn() throws {
    let served = try supervised(["WATCHDOG_USEC": "1500000"])
    let task = try served.task("a")
    try task.initialize()
    let old = try XCTUnwrap(try child(served))
    kill(old, SIGSTOP)
    for index in 0..<100 {
      try task.send(Point(timeNanoseconds: Int64(index), name: "m", fields: ["x": .double(1)]))
    }
    try task.waitForData(count: 100, within: .seconds(20))
    try task.finish()
    XCTAssertNotEqual(try child(served), old)
  }

  func testModes_ofWhatTheDaemonKeeps() throws {
    let served = try supervised()
    func mode(_ path: String) throws -> Int {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: "\(served.directory)/\(path)")
      return try XCTUnwrap(attributes[.posixPermissions] as? Int)
    }
    XCTAssertEqual(try mode("control"), 0o600)
    XCTAssertEqual(try mode("a.sock"), 0o660)
    XCTAssertEqual(try mode("serving"), 0o700)
    XCTAssertEqual(try mode("serving/accepted"), 0o600)
  }
}
