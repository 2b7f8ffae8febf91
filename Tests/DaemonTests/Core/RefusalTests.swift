import Glibc
import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

@testable import Daemon

/// Kapacitor leaves a connection whose Init was refused open for ever, with keepalives, unless the UDF closes it.
final class RefusalTests: XCTestCase {
  private var openDescriptors: Int {
    guard let directory = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
  }

  private func enableInVain(_ path: String) throws {
    let task = try KapacitorTask(socket: path)
    let unknown = Option(name: "unknown", values: [.int(1)])
    XCTAssertThrowsError(try task.initialize(options: [unknown])) { error in
      guard case .refusedInit? = (error as? PeerFault)?.kind else { return XCTFail("\(error)") }
    }
  }

  func testAThousandRefusedEnables_leaveNothingBehind() throws {
    let served = try ServedDirectory([try CodedUDF(RepeatingHandler.self)])
    try enableInVain(served.socket("repeating"))
    served.wait(for: "the connection to end") { served.daemon.connections == 0 }
    let before = openDescriptors
    for _ in 0..<1000 { try enableInVain(served.socket("repeating")) }
    served.wait(for: "the connections to end") { served.daemon.connections == 0 }
    served.wait(for: "their descriptors to close") { openDescriptors <= before }
    XCTAssertEqual(served.daemon.status[0].totals[.initialiseRefused], 1001)
  }
}
