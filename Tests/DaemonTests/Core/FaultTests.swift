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

  /// A task under a played kernel: ended without a hang, with every point in its place as far as they came, and all of
  /// them where the kernel did nothing but interrupt or shorten calls.
  private func runTask(_ path: String, isHarmless: Bool, _ what: String) {
    var task: KapacitorTask?
    do {
      let started = try KapacitorTask(socket: path)
      task = started
      try started.initialize()
      send(200, to: started)
      try started.finish(within: .seconds(10))
    } catch {
      check(error, isHarmless: isHarmless, what)
    }
    check(task?.receivedPoints ?? [], of: 200, isHarmless: isHarmless, what)
  }

  /// A task whose peer is gone cannot write; what came back before counts all the same.
  private func send(_ count: Int, to task: KapacitorTask) {
    for index in 0..<count where (try? task.send(.numbered(index))) == nil { return }
  }

  /// A close is an answer; silence, and frames that are wrong, are not.
  private func check(_ error: any Error, isHarmless: Bool, _ what: String) {
    XCTAssertFalse(isHarmless, "\(what): \(error)")
    guard let fault = error as? PeerFault else { return }
    switch fault.kind {
    case .closedEarly, .transport, .cutFrame: break
    default: XCTFail("\(what): \(fault)")
    }
  }

  private func check(_ points: [Point], of count: Int, isHarmless: Bool, _ what: String) {
    XCTAssertEqual(points, (0..<points.count).map { .numbered($0) }, what)
    if isHarmless { XCTAssertEqual(points.count, count, what) }
  }

  private func sweep(
    _ call: kernel_call, _ results: [Int64], harmless: [Int64] = [], times: [Int?] = [1, 3, nil],
    adopting: Bool = false, file: StaticString = #filePath, line: UInt = #line
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
            let stored = store.stored
            // It listens before the kernel begins to fail, and has a connection that nothing may happen to.
            let neighbour = try next.task("echo")
            try neighbour.send(.numbered(0))
            try neighbour.waitForData(count: 1)
            let what = "\(call.rawValue): \(result) after \(skipped), \(times ?? -1) times"
            let isHarmless = harmless.contains(result) && times != nil
            _ = PlayedKernel.play(call, result, after: skipped, times: times) {
              if let task {
                _ = next.daemon.adopt(stored)
                do {
                  send(50, to: task)
                  try task.finish(within: .seconds(10))
                } catch {
                  check(error, isHarmless: isHarmless, what)
                }
                check(task.receivedPoints, of: 50, isHarmless: isHarmless, what)
              } else {
                runTask(next.socket("echo"), isHarmless: isHarmless, what)
              }
              next.wait(for: "the connection to end", within: 10) { next.daemon.connections == 1 }
            }
            try neighbour.send(.numbered(1))
            try neighbour.finish(within: .seconds(10))
            XCTAssertEqual(neighbour.receivedPoints, [.numbered(0), .numbered(1)], what)
            next.wait(for: "the neighbour to end") { next.daemon.connections == 0 }
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
    try sweep(
      KERNEL_CALL_RECEIVE, [-Int64(EINTR), -Int64(ENOMEM), -Int64(ECONNRESET), 1, 7],
      harmless: [-Int64(EINTR), 1, 7])
  }

  func testAccept() throws {
    try sweep(
      KERNEL_CALL_ACCEPT, [-Int64(EINTR), -Int64(ECONNABORTED), -Int64(EMFILE)],
      harmless: [-Int64(EINTR), -Int64(ECONNABORTED), -Int64(EMFILE)], times: [1, 3])
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
      KERNEL_CALL_SEND, [-Int64(EINTR), -Int64(ENOMEM), -Int64(EPIPE), -Int64(ECONNRESET), 1, 7],
      harmless: [-Int64(EINTR), 1, 7])
  }

  func testWaiting() throws {
    try sweep(
      KERNEL_CALL_EPOLL_WAIT, [-Int64(EINTR), -Int64(ENOMEM)],
      harmless: [-Int64(EINTR), -Int64(ENOMEM)], times: [1, 3])
  }

  func testShuttingDown() throws {
    try sweep(
      KERNEL_CALL_SHUTDOWN, [-Int64(EINTR), -Int64(ENOTCONN)],
      harmless: [-Int64(EINTR), -Int64(ENOTCONN)])
  }
}
