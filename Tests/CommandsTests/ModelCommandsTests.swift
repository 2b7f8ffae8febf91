import Foundation
import XCTest

@testable import Commands

final class ModelCommandsTests: XCTestCase {
  private var directory = FileManager.default.temporaryDirectory
  private static let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("ModelRuntimeTests/Fixtures/scikit-learn-1.4.2.tar.gz")

  override func setUpWithError() throws {
    directory = directory.appendingPathComponent("udfd-commands-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let tar = try Process.run(
      URL(fileURLWithPath: "/usr/bin/env"),
      arguments: ["tar", "-xzf", Self.fixtures.path, "-C", directory.path])
    tar.waitUntilExit()
    XCTAssertEqual(tar.terminationStatus, 0)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: directory)
  }

  private func run(_ arguments: String...) -> (ExitStatus, output: String, errors: String) {
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    let status = UDFDCommand.run(arguments, context)
    return (status, context.output.text, context.errors.text)
  }

  private func model(_ name: String) -> String {
    let base = directory.appendingPathComponent(name).path
    return FileManager.default.fileExists(atPath: base + ".pkl") ? base + ".pkl" : base + ".joblib"
  }

  private func rows(_ text: String) throws -> String {
    let file = directory.appendingPathComponent("rows.csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  func testInspect_tellsWhatServes() throws {
    let (status, output, _) = run("inspect", model("classifier_forest_three"))
    XCTAssertEqual(status, .success)
    for part in [
      "scikit-learn 1.4.2", "random forest classifier, 7 trees", "label is one of high, low, mid",
      "4, by position", "sha256",
    ] {
      XCTAssert(output.contains(part), "no \(part) in:\n\(output)")
    }
  }

  func testInspect_asJSON_isJSON() throws {
    let (status, output, _) = run("inspect", "--json", model("classifier_forest_three"))
    XCTAssertEqual(status, .success)
    let object = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    XCTAssertEqual(object["library_version"] as? String, "1.4.2")
    XCTAssertEqual((object["inputs"] as? [Any])?.count, 4)
    let outputs = try XCTUnwrap(object["outputs"] as? [[String: Any]])
    XCTAssertEqual(outputs[0]["classes"] as? [String], ["high", "low", "mid"])
    XCTAssertEqual(outputs[1]["name"] as? String, "probability(high)")
  }

  func testInspect_ofWhatIsRefused_isOneLineAndStatusOne() throws {
    let file = directory.appendingPathComponent("evil.pkl")
    try Data([0x80, 2] + Array("cos\nsystem\n.".utf8)).write(to: file)
    let (status, output, errors) = run("inspect", file.path)
    XCTAssertEqual(status, .failure)
    XCTAssertEqual(output, "")
    XCTAssertEqual(errors.split(separator: "\n").count, 1)
    XCTAssert(errors.contains("'os.system'"), errors)
  }

  func testPredict_writesTheLibrarysAnswers() throws {
    let table = directory.appendingPathComponent("regressor_forest.csv").path
    let (status, output, errors) = run(
      "predict", model("regressor_forest"), "--input", table, "--inputs", "in0,in1,in2,in3")
    XCTAssertEqual(status, .success, errors)
    let wanted = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n")
      .dropFirst().map { Double($0.split(separator: ",").last!) }
    let lines = output.split(separator: "\n")
    XCTAssertEqual(lines[0], "prediction")
    XCTAssertEqual(lines.dropFirst().map { Double($0) }, wanted)
  }

  func testPredict_readsByPositionAndChoosesColumns() throws {
    let input = try rows("a,b,c,d\n0,1,2,3\n,1,2,3\nnan,1,2,3\n")
    let (status, output, errors) = run(
      "predict", model("classifier_hist_three"), "--input", input, "--columns",
      "label,probability(mid)")
    XCTAssertEqual(status, .success, errors)
    let lines = output.split(separator: "\n")
    XCTAssertEqual(lines[0], "label,probability(mid)")
    XCTAssertEqual(lines.count, 4)
    XCTAssertEqual(lines[2], lines[3], "an empty cell and nan are both missing")
    XCTAssert(["high", "low", "mid"].contains(lines[1].split(separator: ",")[0]))
  }

  func testPredict_findsColumnsByName() throws {
    let model = model("regressor_named")
    XCTAssert(run("inspect", model).output.contains("4: wind, power, heat, swell"))
    let ordered = try rows("wind,power,heat,swell\n1,2,3,4\n")
    let answer = run("predict", model, "--input", ordered).output
    let mixed = try rows("swell,note,power,wind,heat\n4,x,2,1,3\n")
    XCTAssertEqual(run("predict", model, "--input", mixed).output, answer)
    let short = try rows("wind,power,heat\n1,2,3\n")
    XCTAssert(run("predict", model, "--input", short).errors.contains("no column \"swell\""))
  }

  func testPredict_saysWhatDoesNotFit() throws {
    let model = model("regressor_linear_regression")
    let short = try rows("a,b\n1,2\n")
    XCTAssert(run("predict", model, "--input", short).errors.contains("has 2 columns"))
    let word = try rows("a,b,c,d\n1,2,x,4\n")
    let (status, _, errors) = run("predict", model, "--input", word)
    XCTAssertEqual(status, .failure)
    XCTAssert(errors.contains("line 2, column \"c\"") && errors.contains("no number"), errors)
    XCTAssert(run("predict", model).errors.contains("--input is missing"))
    let (_, _, unknown) = run("predict", model, "--input", short, "--inputs", "a,b,a,zz")
    XCTAssert(unknown.contains("no column"), unknown)
    let full = try rows("a,b,c,d\n1,2,3,4\n")
    let (_, _, column) = run("predict", model, "--input", full, "--columns", "predicton")
    XCTAssert(column.contains("prediction"), column)
  }
}
