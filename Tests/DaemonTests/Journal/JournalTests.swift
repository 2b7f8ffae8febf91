import CKernel
import Glibc
import XCTest

@testable import Daemon

final class JournalTests: XCTestCase {
  /// Two connected sockets.
  private func pair() -> (Int32, Int32) {
    var both: [Int32] = [0, 0]
    XCTAssertEqual(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &both), 0)
    return (both[0], both[1])
  }

  private func journal(maximumFrameBytes: Int = 1 << 20) throws -> Journal {
    try Journal(
      creating: JournalLayout(maximumFrameBytes: maximumFrameBytes, keepsState: false),
      connection: 7, udf: "echo")
  }

  private func write(_ bytes: [UInt8], to socket: Int32) {
    XCTAssertEqual(Glibc.write(socket, bytes, bytes.count), bytes.count)
  }

  private func read(_ count: Int, from socket: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var have = 0
    while have < count {
      let more = bytes.withUnsafeMutableBytes {
        Glibc.read(socket, $0.baseAddress! + have, count - have)
      }
      guard more > 0 else { break }
      have += more
    }
    return Array(bytes.prefix(have))
  }

  func testFile_isSealedAndSparse() throws {
    let journal = try self.journal(maximumFrameBytes: 64 << 20)
    XCTAssertEqual(kernel_is_size_sealed(journal.descriptor), 1)
    XCTAssertLessThan(kernel_set_size(journal.descriptor, 4096), 0)
    var status = stat()
    fstat(journal.descriptor, &status)
    // The header's page and the inbound ring's first.
    XCTAssertLessThanOrEqual(status.st_blocks * 512, 8192)
  }

  func testReceive_recordsTheKernelsCount() throws {
    var journal = try self.journal()
    let (ours, theirs) = pair()
    defer {
      close(ours)
      close(theirs)
    }
    write([1, 2, 3], to: theirs)
    XCTAssertEqual(journal.receive(from: ours), 3)
    XCTAssertEqual(journal.receive(from: ours), -Int(EAGAIN))
    write([4], to: theirs)
    XCTAssertEqual(journal.receive(from: ours), 1)
    XCTAssertEqual(Array(journal.pendingBytes(tidily: true)), [1, 2, 3, 4])
    // What the next process would find: the total of the slot that is switched to.
    let index = journal.header.pointee.receive_index
    XCTAssertEqual(journal_slot_total(journal_receive_slot(journal.header, index)), 4)
    shutdown(theirs, Int32(SHUT_WR))
    XCTAssertEqual(journal.receive(from: ours), 0)
  }

  func testRing_isContiguousOverItsEnd() throws {
    var journal = try self.journal()
    let (ours, theirs) = pair()
    defer {
      close(ours)
      close(theirs)
    }
    let chunk = (0..<50_021).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    // Several times round the ring.
    for _ in 0..<40 {
      write(chunk, to: theirs)
      var have = 0
      while have < chunk.count { have += journal.receive(from: ours) }
      XCTAssertEqual(Array(journal.pendingBytes(tidily: false)), chunk)
      let room = journal.outboundRoom(tidily: false)
      room.copyBytes(from: chunk)
      journal.produce(chunk.count, spilled: 0)
      journal.consume(chunk.count)
      journal.commit()
      var sent = 0
      while journal.unsent > 0 { sent += journal.send(to: ours) }
      XCTAssertEqual(sent, chunk.count)
      XCTAssertEqual(read(chunk.count, from: theirs), chunk)
    }
  }

  private func pages(_ journal: borrowing Journal) -> Int {
    var status = stat()
    fstat(journal.descriptor, &status)
    return Int(status.st_blocks) * 512 / 4096
  }

  /// Round the rings in steps of every kind, what is not needed any more goes, and no byte that is.
  func testTrimming_givesBackWhatNobodyNeeds() throws {
    // The header, and of each ring the page that is in use and less than is worth a call.
    try goRound(isResting: false, pagesLeft: 1 + 2 * 3)
    try goRound(isResting: true, pagesLeft: 1)
  }

  private func goRound(isResting: Bool, pagesLeft: Int) throws {
    var journal = try self.journal()
    let (ours, theirs) = pair()
    defer {
      close(ours)
      close(theirs)
    }
    for step in [100, 4096, 8192, 50_021, 131_072] {
      for round in 0..<24 {
        let chunk = (0..<step).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ round) }
        write(chunk, to: theirs)
        while journal.pending < chunk.count { _ = journal.receive(from: ours) }
        // While it is pending, and while its answer has not been sent, nothing of either goes.
        journal.trim(isResting: isResting)
        XCTAssertEqual(Array(journal.pendingBytes(tidily: false)), chunk)
        journal.outboundRoom(tidily: false).copyBytes(from: chunk)
        journal.produce(chunk.count, spilled: 0)
        journal.consume(chunk.count)
        journal.commit()
        journal.trim(isResting: isResting)
        while journal.unsent > 0 { _ = journal.send(to: ours) }
        XCTAssertEqual(read(chunk.count, from: theirs), chunk)
        journal.trim(isResting: isResting)
        XCTAssertLessThanOrEqual(
          pages(journal), pagesLeft, "after \(round) rounds of \(step) bytes")
      }
    }
  }

  /// Input since the checkpoint is needed to repeat it.
  func testTrimming_keepsWhatIsKeptForReplay() throws {
    var journal = try Journal(
      creating: JournalLayout(maximumFrameBytes: 1 << 20, keepsState: true), connection: 7,
      udf: "sum", keepsState: true)
    let (ours, theirs) = pair()
    defer {
      close(ours)
      close(theirs)
    }
    func take(_ bytes: [UInt8]) {
      write(bytes, to: theirs)
      while journal.pending < bytes.count { _ = journal.receive(from: ours) }
      journal.consume(bytes.count)
    }
    let before = [UInt8](repeating: 1, count: 100_000)
    let kept = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    take(before)
    XCTAssertTrue(try journal.stage(session: [1], handlerBytes: 0) { _ in })
    journal.commit()
    take(kept)
    journal.commit()
    let all = pages(journal)
    journal.trim(isResting: true)
    XCTAssertLessThanOrEqual(pages(journal), all - before.count / 4096)
    let repeated = UnsafeRawBufferPointer(start: journal.keptAddress, count: kept.count)
    XCTAssert(repeated.elementsEqual(kept))
  }

  /// In the header where it fits, else in its region, and from one to the other: what was published last is found.
  func testSessionState_isFoundWhereverItFits() throws {
    var journal = try self.journal()
    let small = Int(JOURNAL_SMALL_SESSION_BYTES)
    var published: [UInt8]?
    for count in [3, small, small + 1, 1 << 20, 5, 0, 70_000, 70_001, small, small - 1] {
      let state = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 11 &+ count) }
      XCTAssertTrue(journal.stage(session: state))
      // Until the commit the next process would find the state before it.
      var before = try Journal.adopt(dup(journal.descriptor))
      XCTAssertEqual(try before.storedSession(), published)
      journal.commit()
      var after = try Journal.adopt(dup(journal.descriptor))
      XCTAssertEqual(try after.storedSession(), state)
      // The region that the state has left goes, and no other.
      journal.trim(isResting: true)
      XCTAssertEqual(pages(journal) == 1, count <= small, "\(count) bytes")
      XCTAssertEqual(try after.storedSession(), state)
      published = state
    }
    XCTAssertFalse(journal.stage(session: [UInt8](repeating: 0, count: 1 << 20 | 1)))
  }

  func testCommit_switchesBetweenTwoRecords() throws {
    var journal = try self.journal()
    for round in 1...5 {
      journal.consume(10)
      journal.produce(20, spilled: 0)
      let before = journal.header.pointee.commit_index
      XCTAssertEqual(
        journal_commit_at(journal.header, before).pointee.consumed, UInt64(10 * (round - 1)))
      journal.commit()
      let after = journal.header.pointee.commit_index
      XCTAssertEqual(after, 1 - before)
      XCTAssertEqual(journal_commit_at(journal.header, after).pointee.consumed, UInt64(10 * round))
      XCTAssertEqual(journal_commit_at(journal.header, after).pointee.produced, UInt64(20 * round))
    }
  }

  func testInboundSpill_takesOneLargeFrameAndGivesItsMemoryBack() throws {
    var journal = try self.journal()
    let (ours, theirs) = pair()
    defer {
      close(ours)
      close(theirs)
    }
    let frame = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
    write(Array(frame.prefix(1000)), to: theirs)
    XCTAssertEqual(journal.receive(from: ours), 1000)
    try journal.spillInbound(frameOf: frame.count)
    var sent = 1000
    while sent < frame.count {
      let next = min(sent + 60_000, frame.count)
      write(Array(frame[sent..<next]), to: theirs)
      while Int(journal.received) < next { XCTAssertGreaterThan(journal.receive(from: ours), 0) }
      sent = next
    }
    // Not a byte more than the frame while it is there.
    XCTAssertEqual(journal.receivable, 0)
    XCTAssertEqual(Array(journal.pendingBytes(tidily: true)), frame)
    journal.consume(frame.count)
    journal.commit()
    XCTAssertFalse(journal.isInboundSpilled)
    write([9, 9], to: theirs)
    XCTAssertEqual(journal.receive(from: ours), 2)
    XCTAssertEqual(Array(journal.pendingBytes(tidily: false)), [9, 9])
  }

  func testOutboundSpill_isSentAfterTheRing() throws {
    var journal = try self.journal()
    let (ours, theirs) = pair()
    defer {
      close(ours)
      close(theirs)
    }
    journal.outboundRoom(tidily: false).copyBytes(from: [1, 2, 3])
    let large = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 13) }
    let first = try XCTUnwrap(journal.outboundSpill.reserve(100_000, after: 0))
    large.withUnsafeBytes { first.copyMemory(from: $0.baseAddress!, byteCount: 100_000) }
    let second = try XCTUnwrap(journal.outboundSpill.reserve(100_000, after: 100_000))
    large.withUnsafeBytes { second.copyMemory(from: $0.baseAddress! + 100_000, byteCount: 100_000) }
    journal.produce(3, spilled: 200_000)
    journal.commit()
    XCTAssertEqual(journal.outboundRoom(tidily: false).count, 0)
    var got: [UInt8] = []
    while journal.unsent > 0 {
      let count = journal.send(to: ours)
      if count > 0 { got += read(count, from: theirs) }
    }
    XCTAssertEqual(got, [1, 2, 3] + large)
    XCTAssertFalse(journal.isOutboundSpilled)
    XCTAssertNil(journal.outboundSpill.reserve(3 << 20, after: 0), "beyond its limit")
  }
}
