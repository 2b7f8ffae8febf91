import Foundation
import UDFWire
import XCTest

/// Our codec against Google's protobuf, in both directions, on messages encoded in every way that
/// protobuf allows.
final class ConformanceTests: XCTestCase {
  private static let count = 4000
  private static let seed = ProcessInfo.processInfo.environment["UDFD_CONFORMANCE_SEED"] ?? "1"
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private var answers: [ConformanceAnswer] = []

  func testBothDirectionsAgreeWithGooglesProtobuf() throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("udfd-conformance-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }

    let python = try run(Self.root.appendingPathComponent("scripts/python-environment"), "protobuf")
    let scripts = Self.root.appendingPathComponent("scripts/conformance")
    let cases = directory.appendingPathComponent("cases")
    _ = try run(
      URL(fileURLWithPath: python), scripts.appendingPathComponent("generate.py").path, cases.path,
      String(Self.count), Self.seed)

    let all = ConformanceCase.read([UInt8](try Data(contentsOf: cases)))
    XCTAssertEqual(all.count, Self.count)
    XCTAssertGreaterThan(all.filter { $0.isPoint }.count, Self.count / 4)
    XCTAssertGreaterThan(all.filter { $0.isRefused }.count, Self.count / 10)
    for (index, item) in all.enumerated() { try check(item, "case \(index), seed \(Self.seed)") }

    let written = directory.appendingPathComponent("answers")
    var data: [UInt8] = []
    for answer in answers { answer.append(to: &data) }
    try Data(data).write(to: written)
    let verdict = try run(
      URL(fileURLWithPath: python), scripts.appendingPathComponent("verify.py").path, written.path)
    XCTAssertEqual(verdict, "\(answers.count) messages agree")
    // XCTest keeps its test cases.
    answers = []
  }

  private func check(_ item: ConformanceCase, _ about: String) throws {
    let facts: String
    do {
      if item.kind == "request" {
        let request = try Request(decoding: item.bytes)
        facts = ConformanceDump.facts(request)
        answer(about + ", encoded again", "request", request.encoded(), facts)
      } else {
        let response = try Response(decoding: item.bytes)
        facts = ConformanceDump.facts(response)
        answer(about + ", encoded again", "response", response.encoded(), facts)
      }
    } catch {
      XCTAssertTrue(item.isRefused || item.isAny, "\(about): \(error)\n\(item.facts)")
      XCTAssertFalse(error.description.contains("\n"))
      return
    }
    if item.isAny { return }
    guard facts == item.facts else {
      let differing = zip(lines(item.facts), lines(facts)).first { $0 != $1 }
      let (expected, found) =
        differing ?? ("\(lines(item.facts).count) lines", "\(lines(facts).count)")
      return XCTFail(
        "\(about): expected \(expected), found \(found) in \(ConformanceDump.hex(item.bytes))")
    }
    if item.isPoint { try checkPoint(item, about) }
  }

  private func lines(_ facts: String) -> [Substring] { facts.split(separator: "\n") }

  /// The ways around decoding: the view, the readings, the edits.
  private func checkPoint(_ item: ConformanceCase, _ about: String) throws {
    var frame: [UInt8] = []
    try item.bytes.withUnsafeBytes { bytes in
      if item.kind == "request" {
        try RequestEnvelope(opening: bytes).appendCanonicalFrame(to: &frame)
      } else {
        try ResponseEnvelope(opening: bytes).appendCanonicalFrame(to: &frame)
      }
    }
    let edits = ConformanceEdits(item.edits)
    try withView(frame) { view in
      let point = try view.decoded()
      XCTAssertEqual(view.timeNanoseconds, point.timeNanoseconds, about)
      XCTAssertTrue(view.name == point.name && view.group == point.group, about)
      XCTAssertTrue(view.database == point.database, about)
      XCTAssertTrue(view.retentionPolicy == point.retentionPolicy, about)

      let table = try FieldTable(
        fields: Self.joined(point.fields.keys, edits.fields),
        tags: Self.joined(point.tags.keys, edits.tags))
      var readings = FieldReadings(table)
      try readings.read(view)
      check(readings, against: point, about)

      answer(about + ", passed on", "response", written { $0.pass(view) }, item.facts)
      for known in [nil, table] {
        var staged = try PointEdits(writing: edits.fields, tags: edits.tags, known: known)
        edits.stage(in: &staged)
        let output = try written {
          try $0.pass(view, staged, readings: known == nil ? nil : readings)
        }
        let facts = "point\n" + item.editedFacts
        XCTAssertEqual(try responses(output).map(ConformanceDump.facts), [facts], about)
        answer(about + ", edited: \(item.edits)", "response", output, facts)
      }
    }
  }

  private func check(_ readings: FieldReadings, against point: Point, _ about: String) {
    let table = readings.table
    XCTAssertEqual(readings.timeNanoseconds, point.timeNanoseconds, about)
    for (slot, name) in table.fields.enumerated() {
      XCTAssertEqual(readings.value(slot), point.fields[name], "\(about): field \(name)")
    }
    for (tag, name) in table.tags.enumerated() {
      let found = readings.string(table.fieldCount + tag).map { String($0) }
      XCTAssertEqual(found, point.tags[name], "\(about): tag \(name)")
    }
  }

  /// Keeps a message, with or without its length in front, for Google's protobuf to read.
  private func answer(_ about: String, _ kind: String, _ bytes: [UInt8], _ facts: String) {
    var body = bytes
    if !about.hasSuffix("encoded again") {
      bytes.withUnsafeBytes { buffer in
        if let extent = try? Framing.next(in: buffer, at: 0) {
          body = Array(buffer[extent.bodyStart..<extent.end])
        }
      }
    }
    answers.append(ConformanceAnswer(about: about, kind: kind, bytes: body, facts: facts))
  }

  private static func joined(_ first: [String], _ second: [String]) -> [String] {
    var map = OrderedMap<Bool>()
    for name in first + second { map[name] = true }
    return map.keys
  }

  /// What a program prints, without the last line break. Fails with what it says where it fails.
  private func run(_ program: URL, _ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0, "\(program.lastPathComponent) failed")
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}
