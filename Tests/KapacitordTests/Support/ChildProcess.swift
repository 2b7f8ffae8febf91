import Foundation

/// A program that a test runs beside itself, its output in a file. It is ended with the object.
final class ChildProcess {
  private let process = Process()
  private let logPath: String

  init(_ program: String, _ arguments: [String], logPath: String) throws {
    self.logPath = logPath
    _ = FileManager.default.createFile(atPath: logPath, contents: nil)
    let log = try FileHandle(forWritingTo: URL(fileURLWithPath: logPath))
    log.seekToEndOfFile()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = log
    process.standardError = log
    try process.run()
  }

  deinit { stop() }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

  /// Asks it to end and waits; one that does not is killed.
  @discardableResult
  func stop(within seconds: Double = 15) -> Int32 {
    guard process.isRunning else { return process.terminationStatus }
    process.terminate()
    let deadline = Date().addingTimeInterval(seconds)
    while process.isRunning, Date() < deadline { usleep(5_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
