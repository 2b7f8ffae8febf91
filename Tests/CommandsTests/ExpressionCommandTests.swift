import Foundation
import XCTest

@testable import Commands

/// udfd eval, test and try as a user types them.
final class ExpressionCommandTests: XCTestCase {
  private func run(_ arguments: String...) -> (status: ExitStatus, output: String, errors: String) {
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    let status = UDFDCommand.run(arguments, context)
    return (status, context.output.text, context.errors.text)
  }

  private var repository: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  func testEvalPrintsTypeAndValue() {
    XCTAssertEqual(run("eval", "--expr", "\"x\" * 2", "--field", "x=5i").output, "int 10\n")
    XCTAssertEqual(run("eval", "-e", "\"s\" + 'b'", "-f", "s=\"a\"").output, "string ab\n")
    XCTAssertEqual(run("eval", "-e", "\"h\" == 'a'", "-t", "h=a", "--type").output, "bool true\n")
    XCTAssertEqual(run("eval", "-e", "1h * 2").output, "duration 7200000000000\n")
    XCTAssertEqual(run("eval", "-e", "'a\nb'").output, "string a\\nb\n")
    XCTAssertEqual(
      run("eval", "-e", "hour(\"time\")", "--time", "7200000000000", "--timezone", "UTC").output,
      "int 2\n")
    XCTAssertEqual(run("eval", "-e", "2.0 * o", "-o", "o=1.5", "--no-type").output, "3.0\n")
  }

  func testEvalTellsInOneLineWhatIsWrong() {
    let syntax = run("eval", "--expr", "1 +")
    XCTAssertEqual(syntax.status, .failure)
    XCTAssertEqual(syntax.errors.split(separator: "\n").count, 1)
    XCTAssertTrue(syntax.errors.hasPrefix("udfd eval: column 4: "), syntax.errors)
    XCTAssertEqual(
      run("eval", "--expr", "1 / \"i\"", "--field", "i=0i").errors,
      "udfd eval: column 3: division of an int by zero\n")
    XCTAssertEqual(run("eval", "--expr", "\"x\"", "--field", "x=abc").status, .usage)
  }

  func testEvalRunsConformanceFiles() {
    let file = repository.appendingPathComponent("Tests/Fixtures/expressions.jsonl").path
    let result = run("eval", "--vectors", file)
    XCTAssertEqual(result.status, .success, result.output)
    XCTAssertTrue(result.output.contains(" 0 differ,"), result.output)
  }

  /// Every example holds what its own tests promise.
  func testTheExamplesPassTheirTests() throws {
    let examples = repository.appendingPathComponent("config/examples")
    let files = try FileManager.default.contentsOfDirectory(atPath: examples.path)
      .filter { $0.hasSuffix(".toml") }
    XCTAssertGreaterThanOrEqual(files.count, 8)
    for file in files.sorted() {
      let result = run(
        "test", "--config", examples.appendingPathComponent(file).path, "--models-directory",
        examples.appendingPathComponent("models").path)
      XCTAssertEqual(result.status, .success, "\(file): \(result.output)\(result.errors)")
      XCTAssertTrue(result.output.contains(", 0 failed"), "\(file): \(result.output)")
    }
  }

  func testADifferenceFailsTheTestCommand() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("udfd-test-\(UUID().uuidString).toml")
    defer { try? FileManager.default.removeItem(at: file) }
    try """
    [udf.double]
    handler = "score"
    set = { y = '"x" * 2.0' }
    [[udf.double.tests]]
    name = "wrong on purpose"
    points = [{ fields = { x = 1.5 }, expect = { y = 4.0 } }]
    """.write(to: file, atomically: true, encoding: .utf8)
    let result = run("test", "--config", file.path)
    XCTAssertEqual(result.status, .failure)
    XCTAssertTrue(
      result.output.contains("point 1: y: expected float 4.0, found float 3.0"), result.output)
    XCTAssertEqual(run("check", "--require-tests", "--config", file.path).status, .failure)
    // A reload would be refused.
    let check = run("check", "--config", file.path)
    XCTAssertEqual(check.status, .failure)
    XCTAssertTrue(check.errors.contains("point 1: y: expected float 4.0"), check.errors)
  }

  /// Not by its fields alone: a user sees why a point does not come out.
  func testTrySaysWhyAPointIsNotPassedOn() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("udfd-test-\(UUID().uuidString).toml")
    defer { try? FileManager.default.removeItem(at: file) }
    try """
    [udf.watch]
    handler = "threshold"
    options = { field = "x" }
    [udf.half]
    handler = "score"
    when = '"x" + 1'
    set = { y = '"x" / 2.0' }
    [udf.mean]
    handler = "score"
    edge = "batch->stream"
    set = { m = 'batchMean("x")' }
    """.write(to: file, atomically: true, encoding: .utf8)
    func attempt(_ udf: String, _ flags: String...) -> String {
      let context = CommandContext(output: Console(), errors: Console(), environment: [:])
      _ = UDFDCommand.run(["try", "--config", file.path, "--udf", udf] + flags, context)
      return context.output.text + context.errors.text
    }
    XCTAssertEqual(
      attempt("watch", "--field", "z=1"),
      "point 1: nothing is passed on: a point has no number in field x (on_missing is drop)\n")
    let condition = attempt("half", "--field", "x=1", "--explain")
    XCTAssertTrue(condition.hasPrefix("when: false (it is a float)\n"), condition)
    XCTAssertTrue(condition.contains("point 1: the handler failed on a point"), condition)
    let batch = attempt("mean", "--field", "z=1")
    XCTAssertTrue(batch.hasPrefix("the batch: nothing is passed on: "), batch)
    XCTAssertTrue(attempt("watch", "--field", "x=1", "points.lp").contains("one of the two"))
  }

  func testTryTakesColumnsAsTags() throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("udfd-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let configuration = directory.appendingPathComponent("udfd.toml")
    try #"""
    [udf.plant]
    handler = "score"
    set = { place = """ "site" + '!' """ }
    """#.write(to: configuration, atomically: true, encoding: .utf8)
    let points = directory.appendingPathComponent("points.csv")
    try "time,site,x\n2024-01-31T12:00:00Z,north,1.5\n".write(
      to: points, atomically: true, encoding: .utf8)
    let result = run("try", "--config", configuration.path, "--tags", "site", points.path)
    XCTAssertEqual(result.status, .success, result.errors)
    XCTAssertTrue(
      result.output.contains("-> site=north x=1.5 place=\"north!\""), result.output)
    let alone = run(
      "try", "--config", configuration.path, "--tags", "site", "--field", "x=1.5")
    XCTAssertEqual(alone.status, .usage)
    XCTAssertTrue(alone.errors.contains("--tags goes with FILE.csv"), alone.errors)
  }

  func testTryExplainsEveryStep() {
    let examples = repository.appendingPathComponent("config/examples")
    let result = run(
      "try", "--config", examples.appendingPathComponent("wind_turbine.toml").path,
      "--models-directory", examples.appendingPathComponent("models").path, "--field",
      "wind_speed=10.0", "--field", "grid_active_power=1600.0", "--explain")
    XCTAssertEqual(result.status, .success, result.errors)
    let lines = result.output.split(separator: "\n").map(String.init)
    XCTAssertEqual(lines.first, "when: true", result.output)
    XCTAssertTrue(lines.contains("input wind_speed: float 10.0"), result.output)
    XCTAssertTrue(lines.contains("set anomaly_status: float 0.3"), result.output)
    XCTAssertTrue(lines.last?.hasPrefix("-> ") ?? false, result.output)
  }
}
