import CKernel
import Glibc
import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

@testable import Daemon

/// Journals of real connections with bytes changed in any of their regions: the daemon that takes them up neither dies nor
/// hangs, and whoever comes after is served.
final class JournalFuzzTests: XCTestCase {
  private let summing = try! CodedUDF(SummingHandler.self)
  private static let runs = 200

  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  /// Changes some bytes of what is in use: the header, or the beginning of a region or of its second half.
  private func damage(_ journal: Int32, _ random: inout Random) throws {
    let size = kernel_size(journal)
    var code: Int32 = 0
    let base = try XCTUnwrap(kernel_map(journal, 0, UInt64(size), 0, &code))
    defer { kernel_unmap(base, UInt64(size)) }
    let header = base.assumingMemoryBound(to: journal_header.self).pointee
    let regions = [
      header.inbound, header.outbound, header.session, header.checkpoint, header.inputs,
    ]
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      // Beyond the magic and the version, which would hide the rest.
      var place = Int.random(in: 16..<0x680, using: &random)
      if Bool.random(using: &random), let region = regions.randomElement(using: &random) {
        let half = Bool.random(using: &random) ? region.bytes / 2 : 0
        place = Int(region.offset + half) + Int.random(in: 0..<512, using: &random)
      }
      base.storeBytes(
        of: UInt8.random(in: 0...255, using: &random), toByteOffset: place, as: UInt8.self)
    }
  }

  func testDamagedJournals_neitherKillNorHangTheDaemon() throws {
    let seed = UInt64.random(in: 1 ... .max)
    var random = Random(state: seed)
    for run in 0..<Self.runs {
      let what = "run \(run) of seed \(seed)"
      let store = MemoryStore()
      let first = try ServedDirectory([summing], store: store)
      let task = try first.task("summing")
      for index in 0..<20 { try task.send(.numbered(index)) }
      try task.waitForData(count: 20)
      XCTAssertTrue(first.daemon.handOver(within: 5_000_000_000))
      try damage(store.journal(), &random)
      let next = try ServedDirectory([summing], store: store)
      _ = next.daemon.adopt(store.stored)
      do {
        for index in 20..<30 { try task.send(.numbered(index)) }
        try task.finish(within: .seconds(10))
      } catch let fault as PeerFault {
        if case .silent = fault.kind { XCTFail("\(what): the connection hangs") }
      }
      let after = try next.task("summing")
      try after.send(.numbered(1))
      try after.finish(within: .seconds(10))
      XCTAssertEqual(after.receivedPoints.count, 1, what)
      next.wait(for: "\(what): the store to be empty") { store.count == 0 }
    }
  }

  /// A roll-back, or a release that has been: nobody guesses what its journals mean.
  func testJournalsOfOtherVersions_areClosedCleanly() throws {
    for version in [0, JOURNAL_VERSION + 1, UInt32.max] {
      let store = MemoryStore()
      let first = try ServedDirectory([summing], store: store)
      let task = try first.task("summing")
      XCTAssertTrue(first.daemon.handOver(within: 5_000_000_000))
      var code: Int32 = 0
      let page = try XCTUnwrap(kernel_map(store.journal(), 0, 4096, 1, &code))
      page.assumingMemoryBound(to: journal_header.self).pointee.version = version
      kernel_unmap(page, 4096)
      let next = try ServedDirectory([summing], store: store)
      XCTAssertEqual(next.daemon.adopt(store.stored).refused, 1)
      XCTAssertThrowsError(try task.waitForData(count: 1, within: .seconds(10)))
      XCTAssertTrue(next.log.records.contains { $0.message.contains("\(version)") })
    }
  }
}
