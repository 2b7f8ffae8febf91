import Glibc
import XCTest

/// A directory of one test's own, taken away with everything in it.
final class TestDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/udfd-kapacitord-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
  }
}

struct TestFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Looks again and again until something is as wanted, or fails saying what was awaited.
func eventually(
  _ what: String, within seconds: Double = 30, _ look: () throws -> Bool
) throws {
  let deadline = Date().addingTimeInterval(seconds)
  while !(try look()) {
    guard Date() < deadline else { throw TestFailure("\(what) did not come about in \(seconds) s") }
    usleep(10_000)
  }
}
