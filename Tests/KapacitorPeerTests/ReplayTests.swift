import KapacitorUDF
import UDFWire
import XCTest

@testable import KapacitorPeer

/// Doubles field "x", adds "seen", and drops points whose "x" is negative.
private struct Doubling: UDFHandler {
  static let name = "doubling"
  static let info = UDFInfo(options: [.double("factor", default: 2)])

  private let factor: Double

  init(options: Options, context: HandlerContext) throws { factor = try options.double("factor") }

  mutating func point(_ view: PointView, _ output: inout HandlerOutput) throws {
    var point = try view.decoded()
    guard case .double(let x)? = point.fields["x"] else { throw HandlerError("no field x") }
    guard x >= 0 else { return }
    point.fields["x"] = .double(x * factor)
    point.fields["seen"] = .bool(true)
    try output.write(point)
  }
}

/// Counts the points of each batch: one point of its own for each.
private struct Counting: UDFHandler {
  static let name = "counting"
  static let info = UDFInfo(wants: .batch, provides: .batch)
  private var count: Int64 = 0

  init(options: Options, context: HandlerContext) throws {}

  mutating func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) throws { count = 0 }

  mutating func point(_ view: PointView, _ output: inout HandlerOutput) throws { count += 1 }

  mutating func endBatch(_ end: EndBatch, _ output: inout HandlerOutput) throws {
    try output.begin(BeginBatch(name: end.name, group: end.group, tags: end.tags, size: 1))
    try output.write(
      Point(timeNanoseconds: end.maximumTimeNanoseconds, tags: end.tags, fields: ["n": .int(count)])
    )
    try output.end(end)
  }
}

final class ReplayTests: XCTestCase {
  /// Unchecked: the replay's threads are gone before the test looks at what they wrote.
  private final class Samples: SampleReader, SampleWriter, @unchecked Sendable {
    private var rest: ArraySlice<Sample>
    init(_ samples: [Sample] = []) { rest = samples[...] }
    func next() -> Sample? { rest.popFirst() }
    var progress: (bytesRead: Int, size: Int?) { (0, nil) }
    func write(_ sample: Sample) { rest.append(sample) }
    func finish() {}
    var all: [Sample] { Array(rest) }
  }

  private func sample(_ index: Int, group: Int = 0, x: Double) -> Sample {
    Sample(
      measurement: "m", timeNanoseconds: Int64(index),
      tags: [.init(name: "g", value: "\(group)")], fields: [.init(name: "x", value: .double(x))])
  }

  private func replay(
    _ udf: InProcessUDF, _ samples: [Sample], _ configure: (inout ReplaySettings) -> Void = { _ in }
  ) throws -> (summary: ReplaySummary, answers: [Sample]) {
    var settings = ReplaySettings()
    configure(&settings)
    let info = try udf.information()
    let replay = Replay(settings, info: info) { task, onData in
      try KapacitorTask(adopting: try udf.connect(), settings: task, onData: onData)
    }
    let answers = Samples()
    let summary = try replay.run(Samples(samples), to: answers)
    return (summary, answers.all)
  }

  func testStream_addedChangedAndDropped() throws {
    let udf = InProcessUDF(try CodedUDF(Doubling.self))
    let samples = (0..<1000).map { sample($0, x: $0 % 10 == 3 ? -1 : Double($0)) }
    let (summary, answers) = try replay(udf, samples) {
      $0.options = [Option(name: "factor", values: [.double(3)])]
    }
    XCTAssertEqual(summary.sent, 1000)
    XCTAssertEqual(summary.answered, 900)
    XCTAssertEqual(summary.dropped, 100)
    XCTAssertEqual(summary.made, 0)
    XCTAssertEqual(summary.fields["seen"], .init(added: 900))
    // 3 times 0 is 0: not changed.
    XCTAssertEqual(summary.fields["x"], .init(changed: 899))
    XCTAssertEqual(summary.latency.count, 900)
    XCTAssertEqual(
      answers[1].fields,
      [.init(name: "x", value: .double(3)), .init(name: "seen", value: .bool(true))])
    XCTAssertEqual(
      answers.map(\.timeNanoseconds),
      samples.filter { $0.fields[0].value != .double(-1) }.map(\.timeNanoseconds))
  }

  func testConnections_keepEachGroupInOrder() throws {
    let udf = InProcessUDF(try CodedUDF(Doubling.self))
    let samples = (0..<2000).map { sample($0, group: $0 % 7, x: 1) }
    let (summary, answers) = try replay(udf, samples) { $0.connections = 3 }
    XCTAssertEqual(summary.answered, 2000)
    XCTAssertEqual(summary.dropped, 0)
    for group in 0..<7 {
      let times = answers.filter { $0.tags[0].value == "\(group)" }.map(\.timeNanoseconds)
      XCTAssertEqual(times, times.sorted())
      XCTAssertEqual(times.count, 2000 / 7 + (group < 2000 % 7 ? 1 : 0))
    }
  }

  func testBatches_areMadeOfEachGroup() throws {
    let udf = InProcessUDF(try CodedUDF(Counting.self))
    let samples = (0..<25).map { sample($0, group: $0 % 2, x: 1) }
    let (summary, answers) = try replay(udf, samples) { $0.batch = 10 }
    XCTAssertEqual(summary.batchesSent, 4)
    XCTAssertEqual(summary.batchesAnswered, 4)
    XCTAssertEqual(answers.map(\.fields[0].value), [.int(10), .int(10), .int(3), .int(2)])
    XCTAssertEqual(answers.map(\.timeNanoseconds), [18, 19, 24, 23])
    XCTAssertEqual(answers[0].measurement, "m")
    XCTAssertEqual(answers[1].tags, [.init(name: "g", value: "1")])
  }

  func testHandlerThatEndsTheTask_failsTheReplay() throws {
    let definition = try CodedUDF(Doubling.self, pointFailurePolicy: .fail)
    var bad = sample(5, x: 1)
    bad.fields = [.init(name: "y", value: .int(1))]
    XCTAssertThrowsError(try replay(InProcessUDF(definition), [sample(1, x: 1), bad])) {
      guard case .errorResponse(let text)? = ($0 as? PeerFault)?.kind else {
        return XCTFail("\($0)")
      }
      XCTAssert(text.contains("no field x"), text)
    }
  }

  func testRefusedOption_failsTheReplay() throws {
    let udf = InProcessUDF(try CodedUDF(Doubling.self))
    XCTAssertThrowsError(
      try replay(udf, []) { $0.options = [Option(name: "factor", values: [.int(3)])] }
    ) {
      guard case .refusedInit? = ($0 as? PeerFault)?.kind else { return XCTFail("\($0)") }
    }
  }

  func testRate_isHeld() throws {
    let udf = InProcessUDF(try CodedUDF(Doubling.self))
    let (summary, _) = try replay(udf, (0..<50).map { sample($0, x: 1) }) { $0.rate = 500 }
    XCTAssertGreaterThan(summary.seconds, 0.09)
  }

  func testGroups_areWrittenAsKapacitorDoes() {
    let sample = Sample(
      measurement: "m", timeNanoseconds: 1,
      tags: [.init(name: "b", value: "2"), .init(name: "a", value: "1")],
      fields: [.init(name: "x", value: .int(1))])
    func group(_ grouping: Grouping) -> String {
      PointShaper(database: "d", retentionPolicy: "r", grouping: grouping).point(sample).group
    }
    XCTAssertEqual(group(.allTags), "a=1,b=2")
    XCTAssertEqual(group(.tags(["b", "c"])), "b=2,c=")
    XCTAssertEqual(group(.tags([])), "")
  }
}

final class AnswerMatcherTests: XCTestCase {
  private func point(_ time: Int64, _ tag: String = "a", x: Double = 0) -> Point {
    Point(timeNanoseconds: time, tags: ["t": tag], fields: ["x": .double(x)])
  }

  func testAnswersOutOfOrder_findTheirPoints() {
    var matcher = AnswerMatcher()
    for time in 0..<10 { matcher.sent(point(Int64(time)), at: 0) }
    for time in [5, 3, 4, 9, 0] { matcher.answered(point(Int64(time)), at: 7) }
    matcher.answered(point(77), at: 7)
    matcher.end()
    XCTAssertEqual(matcher.summary.answered, 6)
    XCTAssertEqual(matcher.summary.made, 1)
    XCTAssertEqual(matcher.summary.dropped, 5)
    XCTAssertEqual(matcher.summary.latency.count, 5)
  }

  func testSameTimes_areToldApartByTagsAndThenByOrder() {
    var matcher = AnswerMatcher()
    matcher.sent(point(1, "a", x: 1), at: 0)
    matcher.sent(point(1, "b", x: 2), at: 0)
    matcher.sent(point(1, "b", x: .nan), at: 0)
    matcher.answered(point(1, "b", x: 2), at: 0)
    matcher.answered(point(1, "b", x: .nan), at: 0)
    matcher.answered(point(1, "a", x: 1), at: 0)
    matcher.answered(point(1, "a", x: 1), at: 0)
    matcher.end()
    XCTAssertEqual(matcher.summary.fields, [:])
    XCTAssertEqual(matcher.summary.made, 1)
    XCTAssertEqual(matcher.summary.dropped, 0)
  }

  func testWindow_isBounded() {
    var matcher = AnswerMatcher()
    let count = AnswerMatcher.window * 3
    for time in 0..<count { matcher.sent(point(Int64(time)), at: 0) }
    // The earliest that still waits, then one that no longer does.
    matcher.answered(point(Int64(AnswerMatcher.window * 2)), at: 0)
    matcher.answered(point(0), at: 0)
    matcher.end()
    XCTAssertEqual(matcher.summary.made, 1)
    XCTAssertEqual(matcher.summary.dropped, UInt64(count - 1))
  }
}
