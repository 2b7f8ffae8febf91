import UDFWire
import XCTest

@testable import KapacitorPeer

final class AnswerCounterTests: XCTestCase {
  private func tally(_ bytes: [UInt8], of count: Int, provides: EdgeType = .stream) throws
    -> AnswerTally
  {
    var counter = AnswerCounter(blockCount: count, checksSequence: true, provides: provides)
    let used = try bytes.withUnsafeBytes { try counter.read($0) }
    try counter.end(rest: bytes.count - used)
    return counter.tally
  }

  private func frames(_ places: [Int]) -> [UInt8] {
    places.flatMap { place in
      Response.point(Point(timeNanoseconds: PointBlock.time(of: place), name: "m")).frame()
    }
  }

  func testBlockThatComesBack_isComplete() throws {
    let block = PointBlock.turbine(count: 50, pointBytes: 180)
    XCTAssertEqual(block.bytes.count, 50 * 180)
    let twice = try tally(block.bytes + block.bytes, of: 50)
    XCTAssertEqual(twice.points, 100)
    XCTAssert(twice.isInSequence)
  }

  func testBatches() throws {
    let block = PointBlock.turbine(count: 25, pointBytes: 180, batch: 10)
    let tally = try tally(block.bytes, of: 25, provides: .batch)
    XCTAssertEqual(tally.points, 25)
    XCTAssert(tally.isInSequence)
    XCTAssertEqual(block.whole(11), 20)
    XCTAssertEqual(block.whole(24), 25)
  }

  func testLostDoubledSwappedAndForeignPoints() throws {
    XCTAssertEqual(try tally(frames([0, 1, 4, 5]), of: 100).lost, 2)
    XCTAssertEqual(try tally(frames([0, 1, 1, 2]), of: 100).outOfOrder, 1)
    XCTAssertEqual(try tally(frames([0, 2, 1, 3]), of: 100).outOfOrder, 1)
    XCTAssertEqual(try tally(frames([98, 99, 0, 1]), of: 100).outOfOrder, 1)
    XCTAssertEqual(try tally(frames([0, 500]), of: 100).foreign, 1)
    XCTAssertFalse(try tally(frames([0, 2]), of: 100).isInSequence)
  }

  func testTimeThatIsNotFirst_isFound() throws {
    let time = Response.point(Point(timeNanoseconds: PointBlock.time(of: 0))).frame()
    let timeField = Array(time[(time.count - 10)...])
    let body = [0x12, 1, 0x6d] + timeField
    let frame = [UInt8(body.count + 3), 0x8a, 1, UInt8(body.count)] + body
    XCTAssert(try tally(frame, of: 10).isInSequence)
  }

  func testFaults_areAsStrictAsAnywhere() {
    let bad: [([UInt8], PeerFault.Kind)] = [
      ([0], .emptyFrame),
      (Response.end(EndBatch()).frame(), .endWithoutBegin),
      (Response.snapshot(SnapshotResponse()).frame(), .unrequested("a SnapshotResponse")),
      (Response.error(ErrorResponse(error: "no")).frame(), .errorResponse("no")),
      ([5, 0x8a], .cutFrame(missingBytes: nil)),
    ]
    for (bytes, kind) in bad {
      XCTAssertThrowsError(try tally(bytes, of: 10)) {
        XCTAssertEqual(($0 as? PeerFault)?.kind, kind)
      }
    }
  }
}
