import Foundation
import XCTest

/// Programs that tests run.
enum Tool {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The repository's root.
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Runs a program to its end and returns what it printed.
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = repository
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(
        description: "\(program) \(arguments.joined(separator: " ")): exit status "
          + "\(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// A Python with the packages of scripts/requirements/NAME.txt, made once.
  static func python(_ requirements: String) throws -> String {
    try run(repository.appendingPathComponent("scripts/python-environment").path, [requirements])
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A directory of the test's own; the caller removes it.
  static func temporaryDirectory() throws -> URL {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("udfd-models-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory
  }

  /// A sanitizer keeps freed memory, and more for each block.
  static func skipUnderSanitizers() throws {
    for name in ["__asan_init", "__tsan_init"] where dlsym(nil, name) != nil {
      throw XCTSkip("a sanitizer owns malloc")
    }
  }
}
