import CKernel
import Glibc
import KapacitorPeer
import KapacitorUDF
import KapacitorUDFTesting
import XCTest

@testable import Daemon

/// A daemon that serves UDFs on sockets in a directory of its own, for one test.
final class ServedDirectory {
  let path: String
  let log: MemoryLog
  let daemon: UDFDaemon

  init(
    _ definitions: [any UDFDefinition] = [], settings: DaemonSettings = DaemonSettings(loops: 2),
    connection: ConnectionSettings = ConnectionSettings(), connectionLimit: Int = 1000,
    store: any ConnectionStore = NoConnectionStore()
  ) throws {
    path = try Self.temporaryDirectory()
    log = MemoryLog()
    daemon = try UDFDaemon(settings: settings, services: HandlerServices(log: log), store: store)
    try serve(definitions, connection: connection, connectionLimit: connectionLimit)
  }

  static func temporaryDirectory() throws -> String {
    var template = Array("/tmp/udfd-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw SystemError("mkdtemp", code: errno) }
    return String(cString: made)
  }

  func serve(
    _ definitions: [any UDFDefinition], connection: ConnectionSettings = ConnectionSettings(),
    connectionLimit: Int = 1000
  ) throws {
    try daemon.serve(
      definitions.map {
        UDFService(
          definition: $0, socket: SocketSettings(path: socket($0.name)),
          connectionLimit: connectionLimit, connection: connection)
      })
  }

  func socket(_ name: String) -> String { "\(path)/\(name).sock" }

  func task(_ name: String, _ settings: TaskSettings = TaskSettings()) throws -> KapacitorTask {
    let task = try KapacitorTask(socket: socket(name), settings: settings)
    try task.initialize()
    return task
  }

  var files: [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Waits until something that another thread publishes is so.
  func wait(
    for what: String, within seconds: Double = 10, _ condition: () -> Bool,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let deadline = kernel_monotonic_nanoseconds() + Int64(seconds * 1e9)
    while !condition() {
      guard kernel_monotonic_nanoseconds() < deadline else {
        return XCTFail("waited in vain for \(what)", file: file, line: line)
      }
      sched_yield()
    }
  }

  deinit {
    daemon.drain(within: 1_000_000_000)
    daemon.stop()
    for file in files { unlink("\(path)/\(file)") }
    rmdir(path)
  }
}
