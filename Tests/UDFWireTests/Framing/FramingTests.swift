import UDFWire
import XCTest

final class FramingTests: XCTestCase {
  func testAFrameCutAnywhereIsIncompleteAndThenWhole() throws {
    let frames = [
      Request.info.frame(), Samples.frame(Samples.turbine()),
      Request.restore(RestoreRequest(snapshot: [UInt8](repeating: 7, count: 20_000))).frame(),
      [0x85, 0x80, 0x80, 0x00, 1, 2, 3, 4, 5],
    ]
    for frame in frames {
      // What follows is there already, or not.
      for following in [[], [UInt8](repeating: 0xff, count: 20)] {
        for cut in 0..<frame.count {
          try frame.prefix(cut).withUnsafeBytes { XCTAssertNil(try Framing.next(in: $0, at: 0)) }
        }
        try (frame + following).withUnsafeBytes { bytes in
          let extent = try XCTUnwrap(try Framing.next(in: bytes, at: 0))
          XCTAssertEqual(extent.start, 0)
          XCTAssertEqual(extent.end, frame.count)
        }
      }
    }
  }

  func testOffsetsAreThoseOfTheBytesSearched() throws {
    let frame = Samples.frame(Samples.turbine())
    let bytes = [9, 9, 9] + frame
    try bytes.withUnsafeBytes { bytes in
      let extent = try XCTUnwrap(try Framing.next(in: bytes, at: 3))
      XCTAssertEqual(extent, FrameExtent(start: 3, bodyStart: 4, end: 3 + frame.count))
      XCTAssertEqual(extent.bodyBytes, frame.count - 1)
      XCTAssertNil(try Framing.next(in: bytes, at: bytes.count))
    }
  }

  func testAnOversizeFrameIsRefusedByItsLengthAlone() throws {
    try Raw.varint(1001).withUnsafeBytes { bytes in
      XCTAssertThrowsError(try Framing.next(in: bytes, at: 0, limit: 1000)) { error in
        XCTAssertEqual(
          error as? WireFault, WireFault(.frameTooLarge, in: .frame, actual: 1001, limit: 1000))
        XCTAssertTrue("\(error)".contains("1001") && "\(error)".contains("max_frame_bytes"))
      }
      XCTAssertNil(try Framing.next(in: bytes, at: 0, limit: 1001))
    }
    try Raw.varint(.max).withUnsafeBytes { bytes in
      XCTAssertThrowsError(try Framing.next(in: bytes, at: 0))
    }
  }

  func testALengthOfMoreThanTenBytesIsAFaultAndOneOfTenIsNot() throws {
    for count in 1...9 {
      try [UInt8](repeating: 0x80, count: count).withUnsafeBytes { bytes in
        XCTAssertNil(try Framing.next(in: bytes, at: 0))
      }
    }
    try [UInt8](repeating: 0x80, count: 10).withUnsafeBytes { bytes in
      XCTAssertThrowsError(try Framing.next(in: bytes, at: 0)) { error in
        XCTAssertEqual((error as? WireFault)?.kind, .varintTooLong)
      }
    }
    try ([UInt8](repeating: 0x80, count: 9) + [0]).withUnsafeBytes { bytes in
      XCTAssertEqual(
        try Framing.next(in: bytes, at: 0), FrameExtent(start: 0, bodyStart: 10, end: 10))
    }
  }

  func testABurstCutAnywhereIsCollectedUpToItsLastWholeFrame() throws {
    let frames = (0..<4).map { Samples.frame(Samples.turbine($0)) }
    let bytes = frames.flatMap { $0 }
    var ends = [0]
    for frame in frames { ends.append(ends.last! + frame.count) }
    for cut in 0...bytes.count {
      // Exactly these bytes, so that a sanitizer sees any read beyond them.
      let input = UnsafeMutableRawBufferPointer.allocate(byteCount: cut, alignment: 1)
      defer { input.deallocate() }
      input.copyBytes(from: bytes.prefix(cut))
      var table = BurstTable(capacity: 8)
      var room = 1 << 20
      let end = table.collect(from: UnsafeRawBufferPointer(input), at: 0, room: &room, slack: 10)
      XCTAssertEqual(end, ends.last { $0 <= cut })
      XCTAssertEqual(room, (1 << 20) - end - 10 * table.count)
    }
  }

  func testCollectingStopsAtOtherFramesFullTablesAndSpentRoom() throws {
    let point = Samples.frame(Samples.turbine())
    let bytes = point + point + Request.snapshot.frame() + point
    try bytes.withUnsafeBytes { bytes in
      var table = BurstTable(capacity: 8)
      var room = 1 << 20
      XCTAssertEqual(
        table.collect(from: bytes, at: 0, room: &room, slack: 0), 2 * point.count)
      table.removeAll()
      room = point.count + 9
      XCTAssertEqual(table.collect(from: bytes, at: 0, room: &room, slack: 10), 0)
      room = point.count + 10
      XCTAssertEqual(table.collect(from: bytes, at: 0, room: &room, slack: 10), point.count)
      XCTAssertEqual(room, 0)
      var small = BurstTable(capacity: 1)
      room = 1 << 20
      XCTAssertEqual(small.collect(from: bytes, at: 0, room: &room, slack: 0), point.count)
      let burst = try XCTUnwrap(small.burst(base: bytes.baseAddress!))
      XCTAssertEqual(try burst[0].decoded(), Samples.turbine())
    }
  }

  func testATableGrowsWithItsBurstUpToItsMaximum() throws {
    let points = (0..<100).map { Samples.turbine($0) }
    try points.flatMap { Samples.frame($0) }.withUnsafeBytes { bytes in
      var table = BurstTable(capacity: 2, growingTo: 33)
      for _ in 0..<2 {
        var room = 1 << 20
        _ = table.collect(from: bytes, at: 0, room: &room, slack: 0)
        let burst = try XCTUnwrap(table.burst(base: bytes.baseAddress!))
        XCTAssertEqual(try burst.indices.map { try burst[$0].decoded() }, Array(points[..<33]))
        table.removeAll()
      }
    }
  }
}
