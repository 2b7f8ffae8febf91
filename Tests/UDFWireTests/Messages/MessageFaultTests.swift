import UDFWire
import XCTest

final class MessageFaultTests: XCTestCase {
  private func assertFault<Message: WireMessage>(
    _ kind: WireFault.Kind, _ message: Message.Type, _ bytes: [UInt8], line: UInt = #line
  ) {
    XCTAssertThrowsError(try Message(decoding: bytes), line: line) { error in
      XCTAssertEqual((error as? WireFault)?.kind, kind, line: line)
      XCTAssertFalse("\(error)".contains("\n"), line: line)
    }
  }

  func testEveryMessageCutAnywhereIsRefusedOrShorterNeverACrash() throws {
    let requests: [Request] = [
      .info, .snapshot, .keepalive(KeepaliveRequest(timeNanoseconds: -1)),
      .restore(RestoreRequest(snapshot: [1, 2, 3])),
      .initialize(
        InitRequest(
          options: [Option(name: "o", values: [.duration(nanoseconds: 5), .string("é")])],
          taskID: "t", nodeID: "n")),
      .begin(BeginBatch(name: "n", group: "g", tags: ["a": "b"], size: 5, byName: true)),
      .end(EndBatch(name: "n", maximumTimeNanoseconds: .min, tags: ["a": "b"])),
      .point(Samples.turbine(1, fields: ["s": "x", "i": 1, "b": true])),
    ]
    for request in requests {
      let bytes = request.encoded()
      XCTAssertEqual(try Request(decoding: bytes), request)
      for cut in 0..<bytes.count {
        XCTAssertThrowsError(try Request(decoding: Array(bytes.prefix(cut))))
      }
    }
  }

  func testDamage() {
    assertFault(.illegalTag, Point.self, [0x00])
    assertFault(.illegalTag, Point.self, [0x0e])
    assertFault(.illegalTag, Point.self, Raw.varint(1 << 33))
    assertFault(.varintTooLong, Point.self, [0x08] + [UInt8](repeating: 0xff, count: 10) + [1])
    assertFault(.truncated, Point.self, [0x08, 0x80])
    assertFault(.truncated, Point.self, [0x12, 0x05, 0x61])
    assertFault(.truncated, Point.self, [0x12] + Raw.varint(.max))
    assertFault(.truncated, Point.self, Raw.field(8, [0x11, 0, 0]))
    assertFault(.unmatchedGroup, Point.self, [0x6c])
    assertFault(.unmatchedGroup, Point.self, [0x6b, 0x74])
    assertFault(.truncated, Point.self, [0x6b])
    assertFault(.notUTF8, Point.self, Raw.field(2, [0xff]))
    assertFault(.notUTF8, Point.self, Raw.field(2, [0xed, 0xa0, 0x80]))
    assertFault(.notUTF8, Point.self, Raw.field(8, Raw.field(1, [0xc3])))
    assertFault(.notUTF8, ErrorResponse.self, Raw.field(1, [0x80]))
    assertFault(.unknownValue, InfoResponse.self, Raw.field(1, varint: 2))
    assertFault(.unknownValue, OptionInfo.self, Raw.field(1, [0, 5]))
    assertFault(.unknownValue, OptionValue.self, Raw.field(1, varint: 9))
    assertFault(.optionTypeMismatch, OptionValue.self, Raw.field(3, varint: 1))
  }

  func testGroupsAreSkippedUpToALimit() throws {
    func nested(_ depth: Int) -> [UInt8] {
      [UInt8](repeating: 0x6b, count: depth) + [UInt8](repeating: 0x6c, count: depth)
    }
    let point = try Point(decoding: nested(100) + Raw.field(2, "cpu"))
    XCTAssertEqual(point.name, "cpu")
    XCTAssertEqual(point.unknownFields, nested(100))
    assertFault(.nestingTooDeep, Point.self, nested(101))
    assertFault(.nestingTooDeep, Point.self, [UInt8](repeating: 0x6b, count: 1 << 20))
  }

  func testLimitsAreHeldBeforeMemoryIsTaken() {
    let long = [UInt8](repeating: 0x61, count: WireLimits.maximumStringBytes + 1)
    assertFault(.stringTooLong, Point.self, Raw.field(2, long))
    assertFault(.stringTooLong, InitRequest.self, Raw.field(2, long))
    let dimensions = [UInt8](
      (0...WireLimits.maximumListElements).flatMap { _ in [0x32, 0] as [UInt8] })
    assertFault(.tooManyElements, Point.self, dimensions)
    assertFault(
      .tooManyElements, OptionInfo.self,
      Raw.field(1, [UInt8](repeating: 1, count: WireLimits.maximumListElements + 1)))
    let entries = (0...WireLimits.maximumMapEntries).flatMap { index in
      Raw.field(9, Raw.field(1, "\(index)"))
    }
    assertFault(.tooManyElements, Point.self, entries)
  }

  func testAMissingOptionValueIsItsTypesZero() throws {
    for type in ValueType.allCases {
      let value = try OptionValue(decoding: Raw.field(1, varint: UInt64(type.rawValue)))
      XCTAssertEqual(value, OptionValue(zeroOf: type))
      XCTAssertEqual(try OptionValue(decoding: value.encoded()), value)
    }
    // The last member of the oneof counts.
    XCTAssertEqual(
      try OptionValue(
        decoding: Raw.field(1, varint: 1) + Raw.field(5, "x") + Raw.field(3, varint: 7)), .int(7))
  }

  func testErrorTextsAreCutAtACharactersBorder() throws {
    let text = "a" + String(repeating: "é", count: 5000)
    let response = try Response(decoding: Response.error(ErrorResponse(error: text)).encoded())
    guard case .error(let cut) = response else { return XCTFail("\(response.kind)") }
    XCTAssertEqual(cut.error.utf8.count, WireLimits.maximumErrorTextBytes - 1)
    XCTAssertTrue(text.hasPrefix(cut.error))
    // A letter and its accent are one character to the reader: never parted.
    let decomposed = String(repeating: "e\u{301}", count: 2000)
    let refused = InitResponse(success: false, error: decomposed)
    let decoded = try InitResponse(decoding: refused.encoded())
    XCTAssertEqual(decoded.error.utf8.count % 3, 0)
    XCTAssertLessThanOrEqual(decoded.error.utf8.count, WireLimits.maximumErrorTextBytes)
  }
}
