import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

@testable import Commands

private struct Passing: UDFHandler {
  static let name = "passing"
  static let info = UDFInfo()
  init(options: Options, context: HandlerContext) {}
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) { output.pass(point) }
}

/// Loses every hundredth point.
private struct Losing: UDFHandler {
  static let name = "losing"
  static let info = UDFInfo()
  private var count = 0
  init(options: Options, context: HandlerContext) {}
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) {
    count += 1
    if count % 100 != 0 { output.pass(point) }
  }
}

private struct PassingBatches: UDFHandler {
  static let name = "batches"
  static let info = UDFInfo(wants: .batch, provides: .batch)
  init(options: Options, context: HandlerContext) {}
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) { output.pass(point) }
}

final class BenchCommandTests: XCTestCase {
  private func run(
    _ definition: any UDFDefinition, _ flags: [String]
  ) throws -> (status: ExitStatus, output: String, errors: String) {
    let path = NSTemporaryDirectory() + "udfd-bench-\(UUID().uuidString.prefix(8)).sock"
    let udf = try ListeningUDF(InProcessUDF(definition), at: path)
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    let status = UDFDCommand.run(["bench", "--socket", udf.path] + flags, context)
    return (status, context.output.text, context.errors.text)
  }

  private func object(_ line: Substring) throws -> [String: Any] {
    try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  func testThroughputAndLatency_asJSON() throws {
    for write in ["bulk", "kapacitor"] {
      let ran = try run(
        try CodedUDF(Passing.self),
        ["--points", "5000", "--connections", "2", "--json", "--write", write])
      XCTAssertEqual(ran.status, .success, ran.output + ran.errors)
      let lines = ran.output.split(separator: "\n")
      XCTAssertEqual(lines.count, 2)
      let throughput = try object(lines[0])
      XCTAssertEqual(throughput["mode"] as? String, "throughput")
      XCTAssertEqual(throughput["answered"] as? Int, 10_000)
      let latency = try object(lines[1])
      XCTAssertEqual(latency["answered"] as? Int, 10_000)
      XCTAssertNotNil((latency["latency_ns"] as? [String: Any])?["p99.9"])
    }
  }

  func testPaced_measuresLatency() throws {
    let ran = try run(
      try CodedUDF(Passing.self),
      ["--mode", "paced", "--rate", "20000", "--points", "2000", "--write", "kapacitor"])
    XCTAssertEqual(ran.status, .success, ran.output + ran.errors)
    XCTAssert(ran.output.contains("sequence  complete"), ran.output)
    XCTAssert(ran.output.contains("latency   p50"), ran.output)
  }

  func testPointsOfAFile() throws {
    let file = NSTemporaryDirectory() + "udfd-bench-\(UUID().uuidString.prefix(8)).csv"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "Feed,\"Wire Consumed\",robot\n1.5,7,R1\n2.5,8,R2\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    let ran = try run(
      try CodedUDF(Passing.self),
      ["--data", file, "--tags", "robot", "--points", "9000", "--mode", "throughput"])
    XCTAssertEqual(ran.status, .success, ran.output + ran.errors)
    XCTAssert(ran.output.contains("answered  9,000 of 9,000"), ran.output)
    XCTAssert(ran.output.contains("sequence  complete"), ran.output)
    let refused = try run(try CodedUDF(Passing.self), ["--data", file, "--point-bytes", "200"])
    XCTAssertEqual(refused.status, .usage, refused.output)
  }

  func testBatches() throws {
    let ran = try run(try CodedUDF(PassingBatches.self), ["--points", "10050", "--batch", "100"])
    XCTAssertEqual(ran.status, .success, ran.output + ran.errors)
    XCTAssert(ran.output.contains("answered  10,100 of 10,100"), ran.output)
  }

  func testLostPoints_failTheRun() throws {
    let ran = try run(try CodedUDF(Losing.self), ["--mode", "throughput", "--points", "5000"])
    XCTAssertEqual(ran.status, .failure)
    XCTAssert(ran.output.contains("BROKEN"), ran.output)
    let allowed = try run(
      try CodedUDF(Losing.self),
      ["--mode", "throughput", "--points", "5000", "--no-sequence"])
    XCTAssertEqual(allowed.status, .success)
  }

  func testMistakes_areNamed() throws {
    let cases: [([String], String)] = [
      (["--mode", "fast"], "expected one of throughput, latency, paced, both"),
      (["--points", "5", "--duration", "1s"], "exclude each other"),
      (["--batch", "5"], "wants a stream"),
      (["--rate", "5"], "goes with --mode paced"),
    ]
    for (flags, words) in cases {
      let ran = try run(try CodedUDF(Passing.self), flags)
      XCTAssertEqual(ran.status, .usage)
      XCTAssert(ran.errors.contains(words), ran.errors)
    }
  }
}
