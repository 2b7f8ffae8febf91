import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

@testable import Commands

/// Adds "twice" to every point, with an option for the factor.
private struct Twice: UDFHandler {
  static let name = "twice"
  static let info = UDFInfo(options: [.double("factor", default: 2)])
  private let factor: Double

  init(options: Options, context: HandlerContext) throws { factor = try options.double("factor") }

  mutating func point(_ view: PointView, _ output: inout HandlerOutput) throws {
    var point = try view.decoded()
    guard case .double(let x)? = point.fields["x"] else { throw HandlerError("no number x") }
    point.fields["twice"] = .double(x * factor)
    try output.write(point)
  }
}

final class ReplayCommandTests: XCTestCase {
  private var directory = ""

  override func setUpWithError() throws {
    directory = NSTemporaryDirectory() + "udfd-replay-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    try write("data.csv", "time,host,x\n1,a,1.5\n2,b,2.5\n3,a,3.5\n")
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: directory) }

  private func file(_ name: String) -> String { "\(directory)/\(name)" }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
  }

  private func read(_ name: String) throws -> String {
    try String(contentsOfFile: file(name), encoding: .utf8)
  }

  private func run(_ arguments: [String]) -> (status: ExitStatus, errors: String, output: String) {
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    let status = UDFDCommand.run(arguments, context)
    return (status, context.errors.text, context.output.text)
  }

  private func listening(
    _ policy: PointFailurePolicy = .pass
  ) throws -> ListeningUDF {
    let definition = try CodedUDF(Twice.self, pointFailurePolicy: policy)
    return try ListeningUDF(InProcessUDF(definition), at: file("twice.sock"))
  }

  func testSocket_writesAnswersAsCSV() throws {
    let udf = try listening()
    let ran = run([
      "replay", file("data.csv"), "--socket", udf.path, "--tags", "host", "--output",
      file("out.csv"), "--option", "factor=3", "--time-format", "s",
    ])
    XCTAssertEqual(ran.status, .success, ran.errors)
    XCTAssertEqual(
      try read("out.csv"), "time,host,x,twice\n1,a,1.5,4.5\n2,b,2.5,7.5\n3,a,3.5,10.5\n")
    XCTAssert(ran.errors.contains("answered  3, dropped 0"), ran.errors)
    XCTAssert(ran.errors.contains("twice: added 3"), ran.errors)
    // Not a terminal: no progress bar.
    XCTAssertFalse(ran.errors.contains("\r"))
  }

  func testSocket_writesAnswersAsLineProtocol() throws {
    let udf = try listening()
    try write("in.lp", "m,host=a x=1 5\n")
    let ran = run(["replay", file("in.lp"), "--socket", udf.path, "--output", file("out.lp")])
    XCTAssertEqual(ran.status, .success, ran.errors)
    XCTAssertEqual(try read("out.lp"), "m,host=a x=1.0,twice=2.0 5\n")
  }

  func testWhatWouldFailKapacitor_isAnErrorAndSaysSo() throws {
    let udf = try listening(.fail)
    try write("bad.csv", "x\n1.5\nword\n")
    let ran = run(["replay", file("bad.csv"), "--socket", udf.path, "--output", "/dev/null"])
    XCTAssertEqual(ran.status, .failure)
    XCTAssert(ran.errors.contains("the UDF ended the task with the error"), ran.errors)
    XCTAssert(ran.errors.contains("no number x"), ran.errors)
  }

  func testMistakes_areNamed() throws {
    let udf = try listening()
    let cases: [([String], ExitStatus, String)] = [
      (["--socket", udf.path, "--option", "facto=1"], .usage, "did you mean \"factor\"?"),
      (["--socket", udf.path, "--option", "factor=x"], .usage, "\"x\" is not a number"),
      (["--socket", udf.path, "--option", "factor"], .usage, "expected name=value"),
      (["--socket", udf.path, "--batch", "5"], .usage, "wants a stream"),
      (["--socket", udf.path, "--tags", "hots"], .failure, "no column \"hots\""),
      (["--socket", file("none.sock")], .failure, "is the daemon running"),
      ([], .usage, "give --udf NAME or --socket PATH"),
      (["--socket", udf.path, "--udf", "x"], .usage, "exclude each other"),
    ]
    for (flags, status, words) in cases {
      let ran = run(["replay", file("data.csv"), "--output", "/dev/null"] + flags)
      XCTAssertEqual(ran.status, status, ran.errors)
      XCTAssert(ran.errors.contains(words), ran.errors)
    }
  }

  func testConfiguredUDF_runsInThisProcess() throws {
    try write("udfd.toml", "[udf.scored]\nhandler = \"threshold\"\n")
    let ran = run([
      "replay", file("data.csv"), "--config", file("udfd.toml"), "--udf", "scored", "--option",
      "field=x", "--output", file("out.csv"),
    ])
    XCTAssertEqual(ran.status, .success, ran.errors)
    XCTAssertEqual(
      try read("out.csv").split(separator: "\n")[0], "time,host,x,anomaly_score,anomaly_status")
  }

  func testUDFThatIsNotConfigured_suggestsTheNearest() throws {
    try write("udfd.toml", "[udf.scored]\nhandler = \"threshold\"\n")
    let ran = run([
      "replay", file("data.csv"), "--config", file("udfd.toml"), "--udf", "scord",
    ])
    XCTAssertEqual(ran.status, .usage)
    XCTAssert(ran.errors.contains("did you mean \"scored\"?"), ran.errors)
  }

  func testProgressBar() {
    XCTAssertEqual(
      ReplayProgressBar.line(.init(sent: 500, bytesRead: 50, bytes: 100)),
      "[###############---------------] 50%  500 points")
    XCTAssertEqual(ReplayProgressBar.line(.init(sent: 5, bytesRead: 5, bytes: nil)), "5 points")
  }
}
