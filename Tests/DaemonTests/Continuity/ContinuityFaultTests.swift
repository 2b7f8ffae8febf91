import CKernel
import Glibc
import KapacitorPeer
import KapacitorUDF
import Locks
import UDFWire
import XCTest

@testable import Daemon

/// System calls that fail while a connection is handed over, taken up or commits: it goes on with the right frames or is
/// closed cleanly, no descriptor is leaked, and its neighbour notices nothing.
final class ContinuityFaultTests: XCTestCase {
  private enum Moment: CaseIterable {
    case running, handingOver, adopting
  }

  private let summing = try! CodedUDF(SummingHandler.self)
  private let codes = [EINTR, EAGAIN, ENOMEM, EMFILE, ENOSPC, EPIPE, ECONNRESET].map {
    -Int64($0)
  }
  private static let pointsPerMoment = 30

  private func openDescriptors() -> Int {
    guard let directory = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
  }

  private static func summed(_ index: Int) -> Point {
    var point = Point.numbered(index)
    point.fields["sum"] = .int(Int64(index * (index + 1) / 2))
    return point
  }

  /// The victim's descriptors, its connection's and its journal's.
  private func descriptors(of task: String, in served: ServedDirectory) -> Set<Int32> {
    var found: Set<Int32> = []
    for connection in served.daemon.allConnections where connection.label.current.taskID == task {
      let journal = Lock<Int32>(-1)
      let done = Latch()
      connection.loop.post {
        connection.assumeIsolated { actor in
          let descriptor = actor.journal.descriptor
          journal.withLock { $0 = descriptor }
        }
        done.open()
      }
      done.wait()
      found = [connection.descriptor, journal.withLock { $0 }]
    }
    return found
  }

  /// A life of two connections over two daemons, with faults for one of them at one moment.
  private func live(
    _ call: kernel_call, _ result: Int64, after skipped: Int, times: Int?, at moment: Moment
  ) throws {
    let what = "\(call.rawValue) \(result) after \(skipped), \(times ?? -1) times, \(moment)"
    let store = MemoryStore()
    let first = try ServedDirectory([summing], store: store)
    var settings = TaskSettings()
    settings.taskID = "victim"
    let victim = try first.task("summing", settings)
    settings.taskID = "neighbour"
    let neighbour = try first.task("summing", settings)
    var sent = 0
    func send() throws {
      let next = sent..<sent + Self.pointsPerMoment
      for index in next { try neighbour.send(.numbered(index)) }
      sent = next.upperBound
      try neighbour.waitForData(count: sent)
      // The victim may be gone by now.
      for index in next where (try? victim.send(.numbered(index))) == nil { return }
      _ = try? victim.waitForData(count: sent, within: .milliseconds(50))
    }
    func play(on descriptors: Set<Int32>, if now: Moment, _ body: () throws -> Void) rethrows {
      guard now == moment else { return try body() }
      // mlock names no descriptor, and may fail for everyone.
      let filter = call == KERNEL_CALL_LOCK ? nil : descriptors
      _ = try PlayedKernel.play(call, result, after: skipped, times: times, on: filter, body)
    }
    try play(on: descriptors(of: "victim", in: first), if: .running) { try send() }
    let victimName = first.daemon.allConnections.first { $0.label.current.taskID == "victim" }?
      .identity.storeName
    play(on: descriptors(of: "victim", in: first), if: .handingOver) {
      XCTAssertTrue(first.daemon.handOver(within: 5_000_000_000), what)
    }
    let next = try ServedDirectory([summing], store: store)
    let stored = store.stored
    let ofVictim = stored.first { $0.name == victimName }?.descriptors ?? []
    try play(on: Set(ofVictim), if: .adopting) {
      _ = next.daemon.adopt(stored)
      try send()
    }
    try send()
    try neighbour.finish(within: .seconds(10))
    XCTAssertEqual(neighbour.receivedPoints, (0..<sent).map(Self.summed), what)
    try expectRight(victim, sent, what)
    next.wait(for: "\(what): the store to be empty") { store.count == 0 }
  }

  /// All answers, or the first of them and a clean close.
  private func expectRight(_ victim: KapacitorTask, _ sent: Int, _ what: String) throws {
    do {
      try victim.finish(within: .seconds(10))
    } catch let fault as PeerFault {
      switch fault.kind {
      case .closedEarly, .transport, .cutFrame: break
      default: XCTFail("\(what): \(fault)")
      }
    }
    let points = victim.receivedPoints
    XCTAssertEqual(points, (0..<points.count).map(Self.summed), what)
  }

  private func sweep(
    _ call: kernel_call, _ results: [Int64], at moments: [Moment] = Moment.allCases
  ) throws {
    // What the first daemon of a process opens for good.
    try live(call, -Int64(EINTR), after: 1 << 20, times: nil, at: .running)
    let before = openDescriptors()
    for moment in moments {
      for result in results {
        for times in [1, nil] {
          for skipped in [0, 2] {
            try live(call, result, after: skipped, times: times, at: moment)
          }
        }
      }
    }
    let deadline = kernel_monotonic_nanoseconds() + 10_000_000_000
    while openDescriptors() > before, kernel_monotonic_nanoseconds() < deadline { sched_yield() }
    XCTAssertLessThanOrEqual(openDescriptors(), before, "descriptors are leaked: \(call.rawValue)")
  }

  func testMapping() throws { try sweep(KERNEL_CALL_MAP, codes) }
  func testLocking() throws { try sweep(KERNEL_CALL_LOCK, codes, at: [.adopting]) }
  func testSealsAndSizes() throws {
    try sweep(KERNEL_CALL_SEAL, codes, at: [.adopting])
    try sweep(KERNEL_CALL_STAT, codes, at: [.adopting])
  }
  func testReadiness() throws { try sweep(KERNEL_CALL_EPOLL_CONTROL, codes) }
  func testShutdown() throws { try sweep(KERNEL_CALL_SHUTDOWN, codes) }
  func testPunching() throws { try sweep(KERNEL_CALL_PUNCH, codes, at: [.running]) }

  // That a socket would block is only ever true: epoll tells of no room that was there all the time.
  func testReceiving() throws {
    try sweep(KERNEL_CALL_RECEIVE, codes.filter { $0 != -Int64(EAGAIN) } + [1, 7])
  }
  func testSending() throws {
    try sweep(KERNEL_CALL_SEND, codes.filter { $0 != -Int64(EAGAIN) } + [1, 7])
  }
}
