import Foundation

/// The repository that the tests were built from.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// A Python with the packages of scripts/requirements/NAME.txt, made once.
  static func python(_ requirements: String) throws -> String {
    let script = root.appendingPathComponent("scripts/python-environment").path
    return try run(script, [requirements]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Runs a program to its end; what it printed.
  @discardableResult
  static func run(_ program: String, _ arguments: [String], input: String = "") throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = root
    let (feed, output) = (Pipe(), Pipe())
    process.standardInput = feed
    process.standardOutput = output
    try process.run()
    // Small enough for a pipe, or read by a program that prints at its end.
    feed.fileHandleForWriting.write(Data(input.utf8))
    try feed.fileHandleForWriting.close()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ServedProcessError(
        description: "\(program) \(arguments.joined(separator: " ")): exit status "
          + "\(process.terminationStatus): \(String(decoding: printed, as: UTF8.self))")
    }
    return String(decoding: printed, as: UTF8.self)
  }
}
