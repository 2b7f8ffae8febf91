import CKernel
import Glibc
import KapacitorPeer
import KapacitorUDF
import Locks
import UDFWire
import XCTest

@testable import Daemon

/// Keeps duplicates in this process, as the fd store does in another.
final class MemoryStore: ConnectionStore {
  private let kept = Lock<[String: [Int32]]>([:])

  var isOn: Bool { true }

  func store(connection: Int32, journal: Int32, name: String) {
    kept.withLock { $0[name] = [dup(connection), dup(journal)] }
  }

  func remove(name: String) {
    kept.withLock { kept in
      for descriptor in kept.removeValue(forKey: name) ?? [] { close(descriptor) }
    }
  }

  var count: Int { kept.withLock { $0.count } }

  /// What the next process is given: duplicates of the duplicates.
  var stored: [StoredConnection] {
    kept.withLock { kept in
      kept.map { StoredConnection(name: $0.key, descriptors: $0.value.map { dup($0) }) }
    }
  }

  func journal(_ index: Int = 0) -> Int32 {
    kept.withLock { $0.sorted { $0.key < $1.key }[index].value[1] }
  }

  deinit {
    kept.withLock { kept in
      for descriptors in kept.values { for descriptor in descriptors { close(descriptor) } }
    }
  }
}

/// Connections that go from one daemon to the next within one process.
final class AdoptionTests: XCTestCase {
  private let echo = try! CodedUDF(EchoHandler.self)

  private func first(_ store: MemoryStore) throws -> (ServedDirectory, KapacitorTask) {
    let served = try ServedDirectory([echo], store: store)
    let task = try served.task("echo")
    for index in 0..<10 { try task.send(.numbered(index)) }
    try task.waitForData(count: 10)
    XCTAssertEqual(store.count, 1)
    return (served, task)
  }

  func testHandOver_goesOnInTheNextDaemon() throws {
    let store = MemoryStore()
    let (served, task) = try first(store)
    XCTAssertTrue(served.daemon.handOver(within: 5_000_000_000))
    // Sent while nobody reads.
    try task.send(.numbered(10))
    let next = try ServedDirectory([echo], store: store)
    let report = next.daemon.adopt(store.stored)
    XCTAssertEqual(report.adopted, 1)
    try task.send(.numbered(11))
    try task.finish()
    XCTAssertEqual(task.receivedPoints, (0...11).map { .numbered($0) })
    next.wait(for: "the store to be empty") { store.count == 0 }
    XCTAssertEqual(next.daemon.connections, 0)
  }

  /// Names come from outside: none of them becomes part of a name that the service manager keeps, or of a path.
  func testHostileNames_areNotPartOfTheStoresNames() throws {
    let store = MemoryStore()
    let served = try ServedDirectory([echo], store: store)
    var settings = TaskSettings()
    for name in ["../../../tmp/owned", "a:b\nFDSTOREREMOVE=1", String(repeating: "x", count: 300)] {
      settings.taskID = name
      settings.nodeID = name
      let task = try served.task("echo", settings)
      try task.send(.numbered(0))
      try task.waitForData(count: 1)
      XCTAssertEqual(store.count, 1)
      for stored in store.stored {
        XCTAssertNotNil(stored.name.wholeMatch(of: /udfd-[0-9a-f]{1,16}/), stored.name)
        for descriptor in stored.descriptors { close(descriptor) }
      }
      try task.finish()
      served.wait(for: "the store to be empty") { store.count == 0 }
    }
  }

  func testWaitingDefinition_isWaitedForAndKeptAlive() throws {
    let store = MemoryStore()
    let definition = SwitchedUDF()
    definition.readiness = .ready
    let served = try ServedDirectory([definition], store: store)
    let task = try served.task("switched")
    XCTAssertTrue(served.daemon.handOver(within: 5_000_000_000))
    definition.readiness = .waiting(for: "model turbine")
    let next = try ServedDirectory([definition], store: store)
    XCTAssertEqual(next.daemon.adopt(store.stored).adopted, 1)
    next.wait(for: "keepalives") { next.daemon.status[0].totals[.unaskedKeepalives] >= 2 }
    definition.readiness = .ready
    next.daemon.modelsChanged()
    try task.send(.numbered(1))
    try task.finish()
    XCTAssertEqual(task.receivedPoints, [.numbered(1)])
  }

  func testRemovedUDF_closesItsConnections() throws {
    let store = MemoryStore()
    let (served, task) = try first(store)
    XCTAssertTrue(served.daemon.handOver(within: 5_000_000_000))
    let next = try ServedDirectory([try CodedUDF(EchoHandler.self, name: "other")], store: store)
    XCTAssertEqual(next.daemon.adopt(store.stored).refused, 1)
    expectClosed(task)
    XCTAssertEqual(store.count, 0)
  }

  /// Kapacitor sees the end at once, although the store held a duplicate.
  private func expectClosed(
    _ task: KapacitorTask, file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertThrowsError(
      try task.waitForData(count: 1000, within: .seconds(10)), file: file, line: line
    ) { error in
      guard case .closedEarly? = (error as? PeerFault)?.kind else {
        return XCTFail("\(error)", file: file, line: line)
      }
    }
  }

  /// Changes the header of a journal that was handed over, and expects a clean close.
  private func damage(
    _ change: (UnsafeMutablePointer<journal_header>) -> Void, file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    let store = MemoryStore()
    let (served, task) = try first(store)
    XCTAssertTrue(served.daemon.handOver(within: 5_000_000_000))
    var code: Int32 = 0
    let page = try XCTUnwrap(kernel_map(store.journal(), 0, 4096, 1, &code))
    change(page.assumingMemoryBound(to: journal_header.self))
    kernel_unmap(page, 4096)
    let next = try ServedDirectory([echo], store: store)
    let report = next.daemon.adopt(store.stored)
    XCTAssertEqual(report.adopted, 0, file: file, line: line)
    expectClosed(task, file: file, line: line)
    XCTAssertEqual(store.count, 0, file: file, line: line)
  }

  func testDamagedJournals_closeTheirConnection() throws {
    try damage { $0.pointee.magic = 1 }
    try damage { $0.pointee.version = JOURNAL_VERSION + 1 }
    try damage { $0.pointee.inbound.bytes = 12345 }
    try damage { $0.pointee.outbound.offset = .max - 4096 }
    try damage { $0.pointee.file_bytes = 1 << 40 }
    try damage { header in
      journal_commit_at(header, header.pointee.commit_index).pointee.consumed = 1 << 40
    }
    try damage { header in
      journal_commit_at(header, header.pointee.commit_index).pointee.session_bytes = 1 << 40
    }
    try damage { header in
      let record = journal_commit_at(header, header.pointee.commit_index)!
      XCTAssertNotEqual(record.pointee.flags & JOURNAL_COMMIT_SMALL_SESSION.rawValue, 0)
      record.pointee.session_bytes = UInt64(JOURNAL_SMALL_SESSION_BYTES) + 1
    }
    try damage { $0.pointee.connection = 5 }
  }

  func testRandomHeaders_neverCrash() throws {
    var random = SeededRandom(state: 20_260_131)
    for _ in 0..<2000 {
      let layout = JournalLayout(maximumFrameBytes: 1 << 20, keepsState: false)
      var descriptor: Int32 = -1
      do {
        var journal = try Journal(creating: layout, connection: 9, udf: "echo")
        _ = journal.stage(session: [1, 2, 3])
        journal.consume(0)
        journal.commit()
        descriptor = dup(journal.descriptor)
      }
      var code: Int32 = 0
      let page = try XCTUnwrap(kernel_map(descriptor, 0, 4096, 1, &code))
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        // Beyond the magic and the version, which would hide the rest.
        let at = Int.random(in: 16..<0x700, using: &random)
        page.storeBytes(
          of: UInt8.random(in: 0...255, using: &random), toByteOffset: at, as: UInt8.self)
      }
      kernel_unmap(page, 4096)
      do {
        var journal = try Journal.adopt(descriptor)
        _ = try journal.storedSession()
        _ = try journal.storedCheckpoint()
        _ = try journal.storedInputs()
        XCTAssertGreaterThanOrEqual(journal.receivable, 0)
        XCTAssertGreaterThanOrEqual(journal.pendingBytes(tidily: false).count, 0)
        XCTAssertGreaterThanOrEqual(journal.outboundRoom(tidily: false).count, 0)
      } catch {}
    }
  }

  func testUnsealedAndShortFiles_areRefused() throws {
    let unsealed = kernel_memfd("test")
    XCTAssertEqual(kernel_set_size(unsealed, 8192), 0)
    XCTAssertThrowsError(try { _ = try Journal.adopt(unsealed) }())
    let short = kernel_memfd("test")
    XCTAssertEqual(kernel_set_size(short, 100), 0)
    XCTAssertEqual(kernel_seal_size(short), 0)
    XCTAssertThrowsError(try { _ = try Journal.adopt(short) }())
  }

  func testHalfPairs_areLeftovers() throws {
    let store = MemoryStore()
    let served = try ServedDirectory([echo], store: store)
    let socket = kernel_unix_socket(1)
    XCTAssertEqual(
      served.daemon.adopt([StoredConnection(name: "udfd-1", descriptors: [socket])]).leftovers, 1)
  }

  func testThreeHundredConnections_survive() throws {
    let store = MemoryStore()
    let served = try ServedDirectory([echo], store: store)
    let tasks = try (0..<300).map { _ in try served.task("echo") }
    XCTAssertTrue(served.daemon.handOver(within: 10_000_000_000))
    let next = try ServedDirectory([echo], store: store)
    XCTAssertEqual(next.daemon.adopt(store.stored).adopted, 300)
    for (index, task) in tasks.enumerated() { try task.send(.numbered(index)) }
    for task in tasks { try task.finish() }
    for (index, task) in tasks.enumerated() {
      XCTAssertEqual(task.receivedPoints, [.numbered(index)])
    }
  }
}

private struct SeededRandom: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
