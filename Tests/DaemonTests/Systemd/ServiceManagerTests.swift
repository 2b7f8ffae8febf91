import CKernel
import Foundation
import KapacitorUDF
import XCTest

@testable import Daemon

final class ServiceManagerTests: XCTestCase {
  private var directory = ""
  private var socket: Int32 = -1

  override func setUpWithError() throws {
    directory = try TemporaryDirectory.make()
    socket = kernel_notify_socket("\(directory)/notify")
    XCTAssertGreaterThanOrEqual(socket, 0)
    setenv("NOTIFY_SOCKET", "\(directory)/notify", 1)
  }

  override func tearDown() {
    unsetenv("NOTIFY_SOCKET")
    close(socket)
    TemporaryDirectory.remove(directory)
  }

  private func manager(_ more: [String: String] = [:]) -> ServiceManager {
    ServiceManager(
      environment: more.merging(["NOTIFY_SOCKET": "\(directory)/notify"]) { own, _ in own })
  }

  private func message() -> (text: String, descriptors: [Int32]) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    var descriptors = [Int32](repeating: -1, count: 253)
    var count: UInt32 = 0
    var process: Int32 = 0
    var user: UInt32 = 0
    let received = kernel_receive_descriptors(
      socket, &bytes, 4096, &descriptors, &count, &process, &user)
    guard received >= 0 else { return ("", []) }
    return (
      String(decoding: bytes.prefix(Int(received)), as: UTF8.self),
      Array(descriptors.prefix(Int(count)))
    )
  }

  func testMessages() {
    let manager = manager()
    manager.ready(status: "serving 2 UDFs\nREADY=0")
    XCTAssertEqual(message().text, "READY=1\nSTATUS=serving 2 UDFs READY=0")
    manager.reloading()
    let reloading = message().text
    XCTAssertTrue(
      reloading.contains(/^RELOADING=1\nMONOTONIC_USEC=[0-9]+\nSTATUS=/), reloading)
    manager.stopping(status: "draining")
    XCTAssertEqual(message().text, "STOPPING=1\nSTATUS=draining")
    manager.alive()
    XCTAssertEqual(message().text, "WATCHDOG=1")
    manager.extendTimeout(seconds: 30)
    XCTAssertEqual(message().text, "EXTEND_TIMEOUT_USEC=30000000")
  }

  func testDescriptorStore() {
    XCTAssertFalse(manager().store([0], name: "a"), "a store of unknown size is taken to be off")
    XCTAssertEqual(manager(["FDSTORE": "7", "UDFD_FDSTORE_MAX": "9"]).storedDescriptorsMaximum, 7)
    let manager = manager(["UDFD_FDSTORE_MAX": "9"])
    XCTAssertTrue(manager.store([socket], name: "journal-1"))
    let (text, descriptors) = message()
    XCTAssertEqual(text, "FDSTORE=1\nFDNAME=journal-1")
    XCTAssertEqual(descriptors.count, 1)
    for descriptor in descriptors { close(descriptor) }
    XCTAssertTrue(manager.removeStored(name: "journal-1"))
    XCTAssertEqual(message().text, "FDSTOREREMOVE=1\nFDNAME=journal-1")
    for wrong in ["", "a:b", "a b", "é", String(repeating: "x", count: 256)] {
      XCTAssertFalse(DescriptorName.isValid(wrong), wrong)
    }
  }

  func testAbsentWithoutAManager() {
    let manager = ServiceManager(environment: ["FDSTORE": "7"])
    XCTAssertFalse(manager.isPresent)
    XCTAssertEqual(manager.storedDescriptorsMaximum, 0)
    manager.ready(status: "")
    XCTAssertFalse(manager.store([0], name: "a"))
    XCTAssertFalse(manager.barrier(timeoutMilliseconds: 10))
    XCTAssertEqual(message().text, "")
  }

  func testWatchdogInterval() {
    setenv("WATCHDOG_USEC", "3000000", 1)
    XCTAssertEqual(manager().watchdogNanoseconds, 3_000_000_000)
    setenv("WATCHDOG_PID", "1", 1)
    XCTAssertNil(manager().watchdogNanoseconds, "meant for another process")
    unsetenv("WATCHDOG_USEC")
    unsetenv("WATCHDOG_PID")
    XCTAssertNil(manager().watchdogNanoseconds)
  }

  func testJournalIsToldFromOtherLogs() {
    var status = stat()
    fstat(STDERR_FILENO, &status)
    XCTAssertTrue(
      JournalSink.isConnected(
        environment: ["JOURNAL_STREAM": "\(status.st_dev):\(status.st_ino)"]))
    for stream in ["0:0", "", ":", "x:y", "\(status.st_dev)"] {
      XCTAssertFalse(JournalSink.isConnected(environment: ["JOURNAL_STREAM": stream]), stream)
    }
    XCTAssertFalse(JournalSink.isConnected(environment: [:]))
  }
}
