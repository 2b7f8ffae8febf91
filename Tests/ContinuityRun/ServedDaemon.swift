import Foundation

/// A udfd in a directory of its own: under `supervise`, to be killed, or plain, as what the other is held against.
final class ServedDaemon {
  let directory: String
  private let process = Process()

  init(_ settings: RunSettings, command: String) throws {
    let base = FileManager.default.temporaryDirectory
      .appendingPathComponent("udfd-run-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    directory = base.path
    let configuration = """
      [daemon]
      loops = 2
      socket_directory = "\(directory)"
      state_directory = "\(directory)"
      models_directory = "\(directory)"
      log_level = "warning"
      \(settings.configuration)
      """
    try Data(configuration.utf8).write(to: base.appendingPathComponent("udfd.toml"))
    process.executableURL = URL(fileURLWithPath: settings.udfd)
    process.arguments = [command, "--config", "\(directory)/udfd.toml"]
    let log = "\(directory)/log"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: log)
    try process.run()
  }

  var log: String { (try? String(contentsOfFile: "\(directory)/log", encoding: .utf8)) ?? "" }

  /// The daemon under the supervisor, where there is one at the moment.
  var child: Int32? {
    let parent = process.processIdentifier
    let path = "/proc/\(parent)/task/\(parent)/children"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return text.split(separator: " ").first.flatMap { Int32($0) }
  }

  /// Waits until there is a child, another than the one that was there.
  func nextChild(than old: Int32?) throws -> Int32 {
    let deadline = Clock.nanoseconds + 60_000_000_000
    while Clock.nanoseconds < deadline {
      if let child, child != old { return child }
      usleep(500)
    }
    throw AnswerStream.Problem(description: "no new daemon came up:\n\(log.suffix(2000))")
  }

  func planRestart() { kill(process.processIdentifier, SIGUSR1) }

  func stop() {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: directory)
  }
}
