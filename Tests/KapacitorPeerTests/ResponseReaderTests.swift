import UDFWire
import XCTest

@testable import KapacitorPeer

/// Everything that makes Kapacitor fail must be a fault, and nothing else may be one.
final class ResponseReaderTests: XCTestCase {
  /// Reads bytes cut into pieces of `pieceBytes`, then the end.
  private func read(
    _ bytes: [UInt8], pieceBytes: Int = .max, questions: OpenQuestions = OpenQuestions(),
    provides: EdgeType? = nil
  ) -> (responses: [Response], fault: PeerFault?) {
    var reader = ResponseReader(provides: provides)
    var questions = questions
    var responses: [Response] = []
    do throws(PeerFault) {
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + min(pieceBytes, bytes.count))
        let piece = Array(bytes[start..<end])
        let outcome: Result<Void, PeerFault> = piece.withUnsafeBytes { buffer in
          Result { () throws(PeerFault) in
            try reader.read(buffer, &questions) { responses.append($0) }
          }
        }
        try outcome.get()
        start = end
      }
      try reader.end()
    } catch { return (responses, error) }
    return (responses, nil)
  }

  private func fault(_ bytes: [UInt8], provides: EdgeType? = nil) -> PeerFault.Kind? {
    read(bytes, provides: provides).fault?.kind
  }

  private let begin = Response.begin(BeginBatch(name: "m", size: 1))
  private let end = Response.end(EndBatch(name: "m", maximumTimeNanoseconds: 5))

  func testEveryResponse_cutAtEveryByte() {
    let all: [Response] = [
      .info(
        InfoResponse(
          wants: .batch, provides: .batch,
          options: [
            "a": OptionInfo(valueTypes: [.int, .duration]), "": OptionInfo(valueTypes: []),
          ])),
      .initialize(InitResponse(success: true)),
      .keepalive(KeepaliveResponse(timeNanoseconds: -1)),
      .snapshot(SnapshotResponse(snapshot: [0, 255])),
      .restore(RestoreResponse(success: true)),
      .begin(BeginBatch(name: "m", group: "g", tags: ["h": "ä"], size: 2, byName: true)),
      .point(
        Point(
          timeNanoseconds: .min, name: "m", database: "d", retentionPolicy: "r", group: "g",
          dimensions: ["h", ""], tags: ["h": "x", "": ""],
          fields: [
            "d": .double(-0.5), "i": .int(.min), "s": .string("é"), "b": .bool(true),
            "": .int(0),
          ], byName: true, unknownFields: [0xa2, 6, 1, 7])),
      .end(
        EndBatch(
          name: "m", group: "g", maximumTimeNanoseconds: .max, tags: ["h": "ä"], byName: true)),
    ]
    let bytes = all.flatMap { $0.frame() }
    let questions = OpenQuestions(info: true, initialize: true, snapshot: true, restore: true)
    for pieceBytes in [1, 2, 3, 7, 50, .max] {
      let (responses, fault) = read(bytes, pieceBytes: pieceBytes, questions: questions)
      XCTAssertNil(fault)
      XCTAssertEqual(responses, all, "pieces of \(pieceBytes)")
    }
  }

  func testFieldsOfSeveralMaps_areMergedAsKapacitorDoes() {
    // "x" as bool, then as int, then as string: bool wins whatever the order.
    let entry: (UInt8, [UInt8]) -> [UInt8] = { map, value in
      let body = [0x0a, 1, UInt8(ascii: "x")] + value
      return [map << 3 | 2, UInt8(body.count)] + body
    }
    let point = entry(12, [0x10, 1]) + entry(9, [0x10, 7]) + entry(10, [0x12, 1, 0x41])
    let frame = [UInt8(point.count + 3), 0x8a, 1, UInt8(point.count)] + point
    XCTAssertEqual(read(frame).responses, [.point(Point(fields: ["x": .bool(true)]))])
  }

  func testZeroLengthFrame() { XCTAssertEqual(fault([0]), .emptyFrame) }

  func testUnknownMessage() {
    XCTAssertEqual(fault([3, 0x3a, 1, 0]), .unknownMessage(field: 7))
  }

  func testSeveralMessagesInOneFrame() {
    XCTAssertEqual(fault([4, 0x1a, 0, 0x1a, 0]), .severalMessages)
  }

  func testLengthThatNeverEnds() {
    XCTAssertEqual(fault([UInt8](repeating: 0xff, count: 11)), .badLength(nil))
  }

  func testFrameOverTheLimit_isRefusedBeforeItComes() {
    XCTAssertEqual(fault([0xff, 0xff, 0xff, 0xff, 0x0f]), .badLength(0xffff_ffff))
  }

  func testEndWithoutBegin() { XCTAssertEqual(fault(end.frame()), .endWithoutBegin) }

  func testBeginInsideBatch() {
    XCTAssertEqual(fault(begin.frame() + begin.frame()), .beginInsideBatch)
  }

  func testBatchLeftOpen() { XCTAssertEqual(fault(begin.frame()), .batchLeftOpen) }

  func testBatchSizes() {
    for size: Int64 in [-1, .min, .max, (1 << 24) + 1] {
      XCTAssertEqual(
        fault(Response.begin(BeginBatch(size: size)).frame()), .badBatchSize(size))
    }
  }

  func testAnswersThatWereNotAskedFor() {
    let unasked: [(Response, String)] = [
      (.info(InfoResponse()), "an InfoResponse"),
      (.initialize(InitResponse(success: true)), "an InitResponse"),
      (.snapshot(SnapshotResponse()), "a SnapshotResponse"),
      (.restore(RestoreResponse(success: true)), "a RestoreResponse"),
    ]
    for (response, words) in unasked {
      XCTAssertEqual(fault(response.frame()), .unrequested(words))
    }
    XCTAssertNil(fault(Response.keepalive(KeepaliveResponse(timeNanoseconds: 1)).frame()))
  }

  func testOneQuestionHasOneAnswer() {
    let answer = Response.snapshot(SnapshotResponse()).frame()
    let (responses, fault) = read(answer + answer, questions: OpenQuestions(snapshot: true))
    XCTAssertEqual(responses.count, 1)
    XCTAssertEqual(fault?.kind, .unrequested("a SnapshotResponse"))
    XCTAssertEqual(fault?.frame, 2)
    XCTAssertEqual(fault?.byteOffset, UInt64(answer.count))
  }

  func testEdges() {
    let point = Response.point(.sample(0)).frame()
    XCTAssertNil(fault(point, provides: .stream))
    XCTAssertNil(fault(begin.frame() + point + end.frame(), provides: .batch))
    for (bytes, provides) in [(point, EdgeType.batch), (begin.frame(), .stream)] {
      guard case .wrongEdge = fault(bytes, provides: provides) else {
        return XCTFail("\(provides)")
      }
    }
  }

  func testTextsThatAreNotUTF8() {
    let bad: [UInt8] = [0xc3, 0x28]
    let bodies: [[UInt8]] = [
      [0x8a, 1, 4, 0x12, 2] + bad,  // Point.name
      [0x8a, 1, 8, 0x3a, 6, 0x0a, 2] + bad + [0x12, 0],  // a tag's name
      [0x8a, 1, 9, 0x3a, 7, 0x0a, 1, 0x61, 0x12, 2] + bad,  // a tag's value
      [0x8a, 1, 9, 0x52, 7, 0x0a, 1, 0x61, 0x12, 2] + bad,  // a string field
      [0x32, 4, 0x0a, 2] + bad,  // ErrorResponse.error
    ]
    for body in bodies {
      guard case .invalidUTF8 = fault([UInt8(body.count)] + body) else {
        return XCTFail("\(body)")
      }
    }
  }

  func testWrongWireTypesAndCutMessages_areMalformed() {
    let bodies: [[UInt8]] = [
      [0x88, 1, 5],  // Response.point as a number
      [0x8a, 1, 2, 0x10, 1],  // Point.name as a number
      [0x8a, 1, 5, 0x12],  // shorter than it says
      [0x8a],  // a cut tag
      [0x8a, 1, 2, 0x0b, 0x0c],  // a group
      [0x02, 0],  // field number 0
    ]
    for body in bodies {
      guard case .malformed = fault([UInt8(body.count)] + body) else {
        return XCTFail("\(body): \(String(describing: fault([UInt8(body.count)] + body)))")
      }
    }
  }

  func testMutatedBytes_neverCrashTheReader() {
    let valid =
      [begin, .point(.sample(3)), end, .keepalive(KeepaliveResponse(timeNanoseconds: 9))]
      .flatMap { $0.frame() }
    var generator = SplitMix(state: 7)
    for _ in 0..<20_000 {
      var bytes = valid
      for _ in 0...generator.next(below: 4) {
        bytes[generator.next(below: bytes.count)] = UInt8(generator.next(below: 256))
      }
      _ = read(bytes, pieceBytes: 1 + generator.next(below: bytes.count))
    }
  }
}

/// A small seeded generator, so that a failure can be run again.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
