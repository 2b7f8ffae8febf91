import Foundation
import KapacitorPeer

/// `udfd serve` with a configuration of a test's own: the very program, as a process.
final class ServedConfiguration {
  private let directory: TestDirectory
  private let process: ChildProcess

  /// - Parameters:
  ///   - udfs: the tables of models and UDFs. Sockets are NAME.sock in the directory.
  ///   - command: `supervise`: the daemon is a child, to be killed.
  init(_ directory: TestDirectory, _ udfs: String, command: String = "serve") throws {
    self.directory = directory
    let configuration = """
      [daemon]
      socket_directory = "\(directory.path)"
      state_directory = "\(directory.path)/state"
      models_directory = "\(directory.path)"
      control_socket = "\(directory.path)/control.sock"
      \(udfs)
      """
    try directory.write(configuration, to: "udfd.toml")
    process = try ChildProcess(
      try Self.program(), [command, "--config", directory.file("udfd.toml")],
      logPath: directory.file("udfd.log"))
  }

  /// The program that was built together with these tests.
  static func program() throws -> String {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let built = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(
      "udfd")
    guard FileManager.default.isExecutableFile(atPath: built.path) else {
      throw TestFailure("\(built.path) was not built: swift build --build-tests")
    }
    return built.path
  }

  func socket(_ udf: String) -> String { directory.file("\(udf).sock") }

  var log: String { process.log }

  /// Waits until a UDF answers Info, as Kapacitor does.
  func waitForReadiness(of udf: String) throws {
    try eventually("an answer of \(udf)") {
      guard process.isRunning else { throw TestFailure("udfd died:\n\(log)") }
      return (try? KapacitorTask.information(socket: socket(udf))) != nil
    }
  }

  /// Connections to any UDF at the moment, as `udfd status` tells.
  func connections() throws -> Int {
    let status = Process()
    let output = Pipe()
    status.executableURL = URL(fileURLWithPath: try Self.program())
    status.arguments = ["status", "--config", directory.file("udfd.toml"), "--json"]
    status.standardOutput = output
    try status.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    status.waitUntilExit()
    guard let document = try JSONSerialization.jsonObject(with: data) as? [String: Any],
      let loops = document["loops"] as? [[String: Any]]
    else { throw TestFailure("udfd status: \(String(decoding: data, as: UTF8.self))\n\(log)") }
    return loops.reduce(0) { $0 + ($1["connections"] as? Int ?? 0) }
  }

  func stop() -> Int32 { process.stop() }

  // MARK: Under `supervise`

  /// The daemon itself, where there is one at the moment.
  private var child: Int32? {
    let parent = process.identifier
    let children = try? String(
      contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
    return children?.split(separator: " ").first.flatMap { Int32($0) }
  }

  /// Ends the daemon as it is asked for, and waits until another is there.
  func replaceDaemon(isPlanned: Bool) throws {
    var old: Int32 = 0
    try eventually("a daemon") {
      old = child ?? 0
      return old != 0
    }
    kill(isPlanned ? process.identifier : old, isPlanned ? SIGUSR1 : SIGKILL)
    try eventually("the next daemon") { child.map { $0 != old } ?? false }
  }
}
