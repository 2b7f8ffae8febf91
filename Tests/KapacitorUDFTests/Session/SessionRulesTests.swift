import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

/// What makes Kapacitor fail, tried by handlers that do it. `ResponseRules` throws where one succeeds.
final class SessionRulesTests: XCTestCase {
  private let points: [Request] = (1...3).map { .point(numbered($0)) }
  private var batch: [Request] {
    [.begin(begin(size: 2)), .point(batched(1)), .point(batched(2)), .end(end())]
  }

  func testEndWithoutBegin_isNeverWritten() throws {
    let udf = ScriptedUDF(provides: .batch, policy: .drop) { handler in
      handler.onPoint = { _, output in try output.end(end()) }
    }
    let answers = try converse(udf, [start] + points)
    XCTAssertEqual(answers.responses.count, 1)
  }

  func testSecondEndOfABatch_isNeverWritten() throws {
    let udf = ScriptedUDF(wants: .batch, provides: .batch) { handler in
      handler.onEnd = { batch, output in
        try output.end(batch)
        try? output.end(batch)
        try output.end(batch)
      }
    }
    let answers = try converse(udf, [start] + batch + batch)
    XCTAssertEqual(answers.batches.map(\.points.count), [2, 2])
  }

  func testBeginInsideABatch_endsTheFirst() throws {
    let udf = ScriptedUDF(wants: .batch, provides: .batch) { handler in
      handler.onBegin = { batch, output in
        try output.begin(batch)
        try output.begin(begin("second"))
      }
    }
    let answers = try converse(udf, [start] + batch)
    XCTAssertEqual(answers.batches.map(\.begin.name), ["batch", "second"])
    XCTAssertEqual(answers.batches.map(\.points.count), [0, 2])
  }

  func testBatchThatIsNotEnded_isEndedForTheHandler() throws {
    let log = MemoryLog()
    let udf = ScriptedUDF(wants: .batch, provides: .batch) { handler in
      handler.onEnd = { _, _ in }
    }
    let answers = try converse(
      udf, [start] + batch + batch, services: HandlerServices(log: log))
    XCTAssertEqual(answers.batches.count, 2)
    XCTAssertEqual(answers.batches[0].end, end(at: 9))
    XCTAssertTrue(
      log.messages(.warning).contains {
        $0 == "the handler left a batch of batch open; it was ended for it: call end"
      })
  }

  func testBatchThatAStreamHandlerLeavesOpen_isEndedWithTheInput() throws {
    let udf = ScriptedUDF(provides: .batch) { handler in
      handler.onPoint = { point, output in
        if !output.isBatchOpen { try output.begin(begin()) }
        output.pass(point)
      }
    }
    let answers = try converse(udf, [start] + points)
    XCTAssertEqual(answers.batches.count, 1)
    XCTAssertEqual(answers.batches[0].points.count, 3)
    XCTAssertEqual(answers.batches[0].end.maximumTimeNanoseconds, 3_000_000_000)
    XCTAssertEqual(answers.batches[0].end.tags, begin().tags)
  }

  func testTimeOfABatchThatIsEndedForTheHandler_isOfItsLastPoint_howeverTheInputIsCut() throws {
    let udf = ScriptedUDF(provides: .batch, policy: .drop) { handler in
      handler.onPoint = { point, output in
        let number = try point.decoded().timeNanoseconds / 1_000_000_000
        if number % 3 == 0 { try output.begin(begin()) }
        if output.isBatchOpen { output.pass(point) }
        if number == 5 { throw TestError() }
      }
    }
    let answers = try converse(udf, [start] + (1...8).map { .point(numbered($0)) })
    XCTAssertEqual(answers.batches.map(\.points.count), [2, 3])
    XCTAssertEqual(
      answers.batches.map(\.end.maximumTimeNanoseconds), [4_000_000_000, 8_000_000_000])
  }

  func testPointOutsideOfABatch_isRefused() throws {
    let udf = ScriptedUDF(provides: .batch) { handler in
      handler.onPoint = { point, output in output.pass(point) }
    }
    let log = MemoryLog()
    let answers = try converse(udf, [start] + points, services: HandlerServices(log: log))
    XCTAssertEqual(answers.responses.count, 1)
    XCTAssertTrue(log.messages(.warning)[0].contains("begin a batch first"))
  }

  func testOwnPointOutsideOfABatch_isRefused() throws {
    let udf = ScriptedUDF(provides: .batch) { handler in
      handler.onPoint = { point, output in try output.write(try point.decoded()) }
    }
    XCTAssertEqual(try converse(udf, [start] + points).responses.count, 1)
  }

  func testPointAfterTheEnd_isRefused_andTheBatchStands() throws {
    let udf = ScriptedUDF(wants: .batch, provides: .batch) { handler in
      handler.onEnd = { batch, output in
        try output.end(batch)
        try output.write(numbered(5))
      }
    }
    let answers = try converse(udf, [start] + batch)
    XCTAssertEqual(answers.batches.map(\.points.count), [2])
  }

  func testBatchOnAStreamEdge_isRefused() throws {
    let udf = ScriptedUDF(policy: .pass) { handler in
      handler.onPoint = { _, output in try output.begin(begin()) }
    }
    XCTAssertEqual(try converse(udf, [start] + points).points, (1...3).map { numbered($0) })
  }

  func testSizeBelowZeroOrAbsurd_isSentAsUnknown() throws {
    for size in [-1, Int64.min, Int64.max, 1 << 40] {
      let answers = try converse(
        ScriptedUDF(wants: .batch, provides: .batch),
        [start, .begin(begin(size: size)), .end(end())])
      XCTAssertEqual(answers.batches[0].begin.size, 0)
    }
  }

  func testErrorTexts_areOneLineOfValidUTF8_cutAtACharacter() throws {
    let long = String(repeating: "ä\n", count: 3_000)
    let udf = ScriptedUDF { handler in
      handler.onPoint = { _, _ in throw TaskFailure(long) }
    }
    let text = try XCTUnwrap(errorText(try converse(udf, [start] + points, restarts: false)))
    XCTAssertFalse(text.contains("\n"))
    XCTAssertTrue(text.hasPrefix("ä\\nä\\n"))
    XCTAssertLessThan(text.utf8.count, WireLimits.maximumErrorTextBytes)
  }

  func testStringsThatAreNotUTF8_areNeverWritten() throws {
    let udf = ScriptedUDF { handler in
      let edits = try? PointEdits(writing: ["text"], tags: ["tag"])
      handler.onPoint = { point, output in
        guard var edits else { return }
        let bad: [UInt8] = [0x61, 0xff, 0xc3]
        bad.withUnsafeBytes { bytes in
          let text = BorrowedString(start: bytes.baseAddress!, count: bytes.count)
          edits.set(0, text)
          edits.setTag(0, text)
        }
        try output.pass(point, edits)
      }
    }
    let answers = try converse(udf, [start] + points)
    XCTAssertEqual(answers.points.count, 3)
    XCTAssertNotNil(answers.points[0].fields["text"])
  }

  func testNothingUnasked_isEverWritten() throws {
    // Handlers have no way to write management responses: what is left is that each request is
    // answered once.
    let answers = try converse(
      ScriptedUDF(),
      [.info, start, .snapshot, .restore(RestoreRequest()), .snapshot, .info]
        + points + [.keepalive(KeepaliveRequest(timeNanoseconds: 5))])
    XCTAssertEqual(
      answers.responses.map(\.kind),
      [
        .info, .initialize, .snapshot, .restore, .snapshot, .info, .point, .point, .point,
        .keepalive,
      ])
  }

  func testManagement_comesBetweenAnyTwoDataFrames() throws {
    let management: [Request] = [
      .snapshot, .keepalive(KeepaliveRequest(timeNanoseconds: 1)), .info,
    ]
    var requests: [Request] = [start]
    for request in batch { requests += management + [request] }
    let answers = try converse(ScriptedUDF(wants: .batch, provides: .batch), requests + management)
    XCTAssertEqual(answers.batches.map(\.points), [[batched(1), batched(2)]])
    XCTAssertEqual(answers.responses.filter { $0.kind == .keepalive }.count, 5)
  }

  func testKeepalive_isEchoed_withAnyTime() throws {
    for time in [0, 1, -1, Int64.max, Int64.min] {
      let answers = try converse(
        ScriptedUDF(), [.keepalive(KeepaliveRequest(timeNanoseconds: time))])
      XCTAssertEqual(
        answers.responses, [.keepalive(KeepaliveResponse(timeNanoseconds: time))])
    }
  }

  func testUnaskedKeepalive_isAFrameOfItsOwn() throws {
    var rules = ResponseRules(provides: .stream)
    try rules.read(UDFSession.keepalive(timeNanoseconds: 42))
    XCTAssertEqual(rules.responses, [.keepalive(KeepaliveResponse(timeNanoseconds: 42))])
  }
}
