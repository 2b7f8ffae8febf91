import UDFWire
import XCTest

final class EnvelopeTests: XCTestCase {
  private let named = Raw.field(2, "cpu")
  private let timed = Raw.field(1, varint: 5)

  func testAPointOfUnusualShapeBecomesOneOfTheUsual() throws {
    let point = timed + named
    let shapes: [[UInt8]] = [
      // The tag, or the length, in more bytes than needed.
      [0x8a, 0x81, 0x00] + Raw.varint(UInt64(point.count)) + point,
      [0x8a, 0x01] + [UInt8(point.count) | 0x80, 0x80, 0x00] + point,
      // Unknown fields before and behind; as a Response the one behind would be an error.
      Raw.field(99, "x") + Raw.field(17, point) + Raw.field(6, "boom"),
      // Another message that does not count, since it comes first.
      Raw.field(16, "") + Raw.field(17, point),
      // The same message in two parts, which are merged.
      Raw.field(17, timed) + Raw.field(17, named),
      Raw.field(17, timed) + Raw.field(40, varint: 1) + Raw.field(17, named),
    ]
    for shape in shapes {
      try shape.withUnsafeBytes { bytes in
        let envelope = try RequestEnvelope(opening: bytes)
        XCTAssertEqual(envelope.kind, .point)
        var frame: [UInt8] = []
        envelope.appendCanonicalFrame(to: &frame)
        XCTAssertEqual(frame, Raw.pointFrame(point))
        XCTAssertEqual(try envelope.decode(), Point(timeNanoseconds: 5, name: "cpu"))
        XCTAssertEqual(
          try Request(decoding: bytes), .point(Point(timeNanoseconds: 5, name: "cpu")))
      }
    }
  }

  func testOfDifferentMessagesTheLastCountsAlone() throws {
    let message = Raw.field(17, timed) + Raw.field(1, "") + Raw.field(17, named)
    XCTAssertEqual(try Request(decoding: message), .point(Point(name: "cpu")))
  }

  /// A frame of millions of parts takes time in proportion to its size, not to its square.
  func testManyPartsAreJoinedInOnePass() throws {
    let part = Raw.field(17, Raw.field(1, varint: 5))
    let message = [UInt8]((0..<500_000).flatMap { _ in part })
    XCTAssertEqual(try Request(decoding: message), .point(Point(timeNanoseconds: 5)))
  }

  func testNoKnownMessageIsAFault() {
    for message in [[], Raw.field(99, "x"), Raw.field(17, varint: 1), Raw.field(6, "boom")] {
      XCTAssertThrowsError(try Request(decoding: message)) { error in
        XCTAssertEqual(error as? WireFault, WireFault(.noMessage, in: .request))
      }
    }
    XCTAssertEqual(
      try Response(decoding: Raw.field(6, Raw.field(1, "boom"))),
      .error(ErrorResponse(error: "boom")))
  }
}
