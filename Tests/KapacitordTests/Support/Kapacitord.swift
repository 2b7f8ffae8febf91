import Foundation
import XCTest

/// A real kapacitord on the loopback address with a directory of its own.
final class Kapacitord {
  private let directory: TestDirectory
  private let program: String
  private let client: HTTPClient

  /// Where its API is, as KAPACITOR_URL has it.
  var url: String { "http://127.0.0.1:\(client.port)" }
  private var process: ChildProcess?

  /// Starts it and waits until it serves, which it does once every UDF's socket has answered Info.
  ///
  /// - Parameter udfs: the sockets of UDFs by their names.
  /// - Throws: `XCTSkip` where there is no kapacitord.
  init(
    _ directory: TestDirectory, udfs: [String: String], timeout: String = "10s",
    snapshotInterval: String = "60s"
  ) throws {
    self.directory = directory
    program = try Self.program()
    let port = try HTTPClient.freePort()
    client = HTTPClient(port: port)
    let functions = udfs.map { name, socket in
      "[udf.functions.\(name)]\n  socket = \"\(socket)\"\n  timeout = \"\(timeout)\"\n"
    }
    try directory.write(
      Self.configuration(directory.path, port, snapshotInterval) + functions.joined(),
      to: "kapacitor.conf")
    try start()
  }

  /// Where kapacitord is: in KAPACITORD, or on the PATH.
  static func program() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let places =
      [environment["KAPACITORD"]].compactMap { $0 }
      + (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/kapacitord" }
    guard let found = places.first(where: FileManager.default.isExecutableFile) else {
      throw XCTSkip(
        "no kapacitord on the PATH: install Kapacitor 1.5 or later, or name it in KAPACITORD, to run the tests against a real one"
      )
    }
    return found
  }

  var log: String { process?.log ?? "" }

  func start() throws {
    let process = try ChildProcess(
      program, ["-config", directory.file("kapacitor.conf")],
      logPath: directory.file("kapacitord.log"))
    self.process = process
    try eventually("kapacitord's API") {
      guard process.isRunning else { throw TestFailure("kapacitord died:\n\(process.log)") }
      return client.send("GET", "/kapacitor/v1/ping")?.status == 204
    }
  }

  func stop() {
    process?.stop()
    process = nil
  }

  /// Defines a task and enables it.
  func define(_ task: String, _ script: String) throws {
    let body: [String: Any] = [
      "id": task, "type": "stream", "dbrps": [["db": "db", "rp": "autogen"]], "script": script,
      "status": "enabled",
    ]
    try request("POST", "/kapacitor/v1/tasks", body)
  }

  func redefine(_ task: String, _ script: String) throws {
    try request("PATCH", "/kapacitor/v1/tasks/\(task)", ["script": script])
  }

  /// An enable whose UDF refuses answers as one that works: the task's error tells.
  func setEnabled(_ task: String, _ isEnabled: Bool) throws {
    try request(
      "PATCH", "/kapacitor/v1/tasks/\(task)", ["status": isEnabled ? "enabled" : "disabled"])
  }

  func state(of task: String) throws -> (isExecuting: Bool, error: String) {
    let answer = try request("GET", "/kapacitor/v1/tasks/\(task)", nil).json()
    return (answer["executing"] as? Bool ?? false, answer["error"] as? String ?? "")
  }

  /// Writes points in line protocol.
  func write(_ lines: [String]) throws {
    let answer = client.send(
      "POST", "/kapacitor/v1/write?db=db&rp=autogen", lines.joined(separator: "\n") + "\n")
    guard answer?.status == 204 else { throw TestFailure("write: \(answer?.body ?? "no answer")") }
  }

  /// Records what `body` writes. Kapacitor ends a recording at the first point that is later than `stop`, which is
  /// written here to that end.
  func record(
    _ recording: String, of measurement: String, for task: String, until stop: Date,
    _ body: () throws -> Void
  ) throws {
    let text = ISO8601DateFormatter().string(from: stop)
    try request(
      "POST", "/kapacitor/v1/recordings/stream", ["id": recording, "task": task, "stop": text])
    try body()
    try write(["\(measurement) ended=1 \(Int(stop.timeIntervalSince1970 + 1) * 1_000_000_000)"])
    try eventually("the recording") {
      let answer = try request("GET", "/kapacitor/v1/recordings/\(recording)", nil).json()
      return answer["status"] as? String == "finished"
    }
  }

  /// Replays a recording as fast as it goes, and waits until the task has ended with it.
  /// - Returns: the error that the task ended with, or nothing.
  func replay(_ recording: String, through task: String) throws -> String {
    try request(
      "POST", "/kapacitor/v1/replays",
      ["id": "again", "recording": recording, "task": task, "clock": "fast"])
    var error = ""
    try eventually("the end of the replay") {
      let answer = try request("GET", "/kapacitor/v1/replays/again", nil).json()
      error = answer["error"] as? String ?? ""
      return answer["status"] as? String != "running"
    }
    return error
  }

  @discardableResult
  private func request(
    _ method: String, _ path: String, _ body: [String: Any]?
  ) throws -> HTTPClient.Answer {
    let text = try body.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self)
    }
    guard let answer = client.send(method, path, text ?? "") else {
      throw TestFailure("\(method) \(path): no answer; kapacitord says:\n\(log)")
    }
    guard (200..<300).contains(answer.status) else {
      throw TestFailure("\(method) \(path): \(answer.status) \(answer.body)")
    }
    return answer
  }

  private static func configuration(
    _ directory: String, _ port: UInt16, _ snapshotInterval: String
  ) -> String {
    """
    hostname = "127.0.0.1"
    data_dir = "\(directory)/data"
    skip-config-overrides = true
    default-retention-policy = "autogen"
    [http]
      bind-address = "127.0.0.1:\(port)"
      log-enabled = false
    [logging]
      file = "STDERR"
      level = "INFO"
    [load]
      enabled = false
    [replay]
      dir = "\(directory)/data/replay"
    [task]
      dir = "\(directory)/data/tasks"
      snapshot-interval = "\(snapshotInterval)"
    [storage]
      boltdb = "\(directory)/data/kapacitor.db"
    [reporting]
      enabled = false
    [stats]
      enabled = false
    [[influxdb]]
      enabled = false
      default = true
      name = "none"
      urls = ["http://127.0.0.1:9"]
      disable-subscriptions = true
    [udf]

    """
  }
}
