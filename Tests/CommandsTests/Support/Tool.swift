import Foundation
import XCTest

/// A program of the system that a test asks for its opinion, where it is installed.
struct Tool {
  let path: String

  /// - Throws: `XCTSkip` where there is no such program.
  init(_ name: String) throws {
    let directories = ["/usr/local/bin", "/usr/bin", "/bin"]
    guard
      let path = directories.map({ "\($0)/\(name)" }).first(where: {
        FileManager.default.isExecutableFile(atPath: $0)
      })
    else { throw XCTSkip("\(name) is not installed") }
    self.path = path
  }

  /// What it prints, errors included.
  func run(_ arguments: String...) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle(forReadingAtPath: "/dev/null")
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
