import CKernel
import Glibc
import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

@testable import Daemon

/// Every system call fails, once and for ever: right frames or a clean close, no descriptor leaked, and whoever comes
/// after is served.
final class FaultTests: XCTestCase {
  private let echo = try! CodedUDF(EchoHandler.self)

  private var openDescriptors: Int {
    guard let directory = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
  }

  /// A task under a played kernel: complete and right, or ended without a hang.
  private func runTask(_ path: String) {
    do {
      let task = try KapacitorTask(socket: path)
      try task.initialize()
      for index in 0..<200 { try task.send(.numbered(index)) }
      try task.finish(within: .seconds(10))
      // A peer that is said to be gone is closed on: what came before is right.
      let points = task.receivedPoints
      XCTAssertEqual(points, (0..<points.count).map { .numbered($0) })
    } catch let fault as PeerFault {
      // A close is an answer; silence, and frames that are wrong, are not.
      switch fault.kind {
      case .closedEarly, .transport, .cutFrame: break
      default: XCTFail("\(fault)")
      }
    } catch {}
  }

  private func sweep(
    _ call: kernel_call, _ results: [Int64], times: [Int?] = [1, 3, nil], adopting: Bool = false,
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    // What the first daemon of a process opens for good.
    let warmUp = try ServedDirectory([echo])
    runAfter(warmUp, file: file, line: line)
    warmUp.wait(for: "the connection to end") { warmUp.daemon.connections == 0 }
    warmUp.daemon.drain(within: 1_000_000_000)
    warmUp.wait(for: "its socket to go") { warmUp.files.isEmpty }
    let before = openDescriptors
    for result in results {
      for times in times {
        for skipped in [0, 1, 5] {
          do {
            let store = MemoryStore()
            let served = try ServedDirectory([echo], store: store)
            let task = adopting ? try served.task("echo") : nil
            if adopting { XCTAssertTrue(served.daemon.handOver(within: 5_000_000_000)) }
            let next = adopting ? try ServedDirectory([echo], store: store) : served
            // It listens before the kernel begins to fail.
            runAfter(next, file: file, line: line)
            _ = PlayedKernel.play(call, result, after: skipped, times: times) {
              if let task {
                _ = next.daemon.adopt(store.stored)
                do {
                  for index in 0..<50 { try task.send(.numbered(index)) }
                  try task.finish(within: .seconds(10))
                } catch {}
              } else {
                runTask(next.socket("echo"))
              }
              next.wait(for: "the connection to end", within: 10) { next.daemon.connections == 0 }
            }
            // The kernel is itself again, and so is the daemon.
            runAfter(next, file: file, line: line)
            next.daemon.drain(within: 1_000_000_000)
            next.wait(for: "the store to be empty") { store.count == 0 }
          }
          warmUp.wait(
            for:
              "\(call.rawValue) \(result) after \(skipped) times \(times ?? -1): descriptors to close",
            { openDescriptors <= before }, file: file, line: line)
        }
      }
    }
  }

  private func runAfter(_ served: ServedDirectory, file: StaticString, line: UInt) {
    do {
      let task = try served.task("echo")
      try task.send(.numbered(1))
      try task.finish(within: .seconds(10))
      XCTAssertEqual(task.receivedPoints, [.numbered(1)], file: file, line: line)
    } catch {
      XCTFail("not served afterwards: \(error)", file: file, line: line)
    }
  }

  func testReceive() throws {
    try sweep(KERNEL_CALL_RECEIVE, [-Int64(EINTR), -Int64(ENOMEM), -Int64(ECONNRESET), 1, 7])
  }

  func testAccept() throws {
    try sweep(
      KERNEL_CALL_ACCEPT, [-Int64(EINTR), -Int64(ECONNABORTED), -Int64(EMFILE)], times: [1, 3])
  }

  func testMakingJournals() throws {
    for call in [
      KERNEL_CALL_MEMFD, KERNEL_CALL_TRUNCATE, KERNEL_CALL_SEAL, KERNEL_CALL_MAP, KERNEL_CALL_LOCK,
      KERNEL_CALL_EPOLL_CONTROL,
    ] {
      try sweep(call, [-Int64(ENOMEM), -Int64(EMFILE), -Int64(ENOSPC)])
    }
  }

  func testAdopting() throws {
    for call in [
      KERNEL_CALL_MAP, KERNEL_CALL_LOCK, KERNEL_CALL_STAT, KERNEL_CALL_EPOLL_CONTROL,
      KERNEL_CALL_SEND, KERNEL_CALL_RECEIVE, KERNEL_CALL_SHUTDOWN,
    ] {
      try sweep(call, [-Int64(ENOMEM), -Int64(EINTR), -Int64(EPIPE)], adopting: true)
    }
  }

  func testSend() throws {
    try sweep(
      KERNEL_CALL_SEND, [-Int64(EINTR), -Int64(ENOMEM), -Int64(EPIPE), -Int64(ECONNRESET), 1, 7])
  }
}
