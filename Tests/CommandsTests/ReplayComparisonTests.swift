import Foundation
import XCTest

@testable import Commands

/// `udfd replay --against` and `--report`, as commands.
final class ReplayComparisonTests: XCTestCase {
  private var directory = ""

  override func setUpWithError() throws {
    directory = NSTemporaryDirectory() + "udfd-against-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    var rows = "time,turbine,wind_speed,grid_active_power\n"
    for index in 0..<500 {
      rows += "\(index),T\(index % 3),\(Double(index % 12) + 2.5),\(90 + index % 40)\n"
    }
    try write("data.csv", rows)
    try write("old.txt", ModelText.step(100))
    try write("new.txt", ModelText.step(130))
    try write("udfd.toml", configuration(model: "old.txt"))
    try write("other.toml", configuration(model: "new.txt"))
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: directory) }

  private func configuration(model: String) -> String {
    """
    [daemon]
    models_directory = "\(directory)"
    [models.turbine]
    path = "\(model)"
    [udf.wind]
    handler = "wind_turbine"
    model = "turbine"
    [udf.mirror]
    handler = "mirror"
    """
  }

  private func file(_ name: String) -> String { "\(directory)/\(name)" }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
  }

  private func replay(
    _ flags: String..., udf: String = "wind"
  ) -> (status: ExitStatus, output: String, errors: String) {
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    let status = UDFDCommand.run(
      [
        "replay", file("data.csv"), "--config", file("udfd.toml"), "--udf", udf, "--tags",
        "turbine",
        "--time-format", "s",
      ] + flags, context)
    return (status, context.output.text, context.errors.text)
  }

  func testAgainstAModelFile_saysWhereTheyDiffer() throws {
    let same = replay("--against", file("old.txt"))
    XCTAssertEqual(same.status, .success, same.errors)
    XCTAssertTrue(same.output.contains(": 500 the same, 0 differ"), same.output)
    let different = replay("--against", file("new.txt"))
    XCTAssertEqual(different.status, .failure, different.errors)
    XCTAssertTrue(different.output.contains("\nanomaly_status "), different.output)
    XCTAssertTrue(different.output.contains("worst of anomaly_status:\n"), different.output)
    XCTAssertTrue(different.output.contains("  turbine=T"), different.output)
    // Which of several it is can be said.
    XCTAssertEqual(replay("--against", "turbine=" + file("old.txt")).status, .success)
  }

  func testAgainstAConfiguration_andAnAnsweredFile() throws {
    XCTAssertEqual(replay("--against", file("other.toml")).status, .failure)
    XCTAssertEqual(replay("--output", file("answers.csv")).status, .success)
    let same = replay("--against", file("answers.csv"))
    XCTAssertEqual(same.status, .success, same.output + same.errors)
    // The answers are the output of the other model: the earlier run's differ.
    try write("udfd.toml", configuration(model: "new.txt"))
    let different = replay("--against", file("answers.csv"), "--output", file("again.csv"))
    XCTAssertEqual(different.status, .failure)
    XCTAssertEqual(
      try String(contentsOfFile: file("again.csv"), encoding: .utf8).split(separator: "\n").count,
      501)
    XCTAssertTrue(replay("--against", file("answers.csv"), "--tolerance", "1").status == .success)
  }

  func testAgainstASocket_ofADaemonThatServes() throws {
    let served = try ServedProcess(
      "[models.turbine]\npath = 'turbine.txt'\n[udf.wind]\nhandler = 'wind_turbine'\nmodel = 'turbine'\n",
      files: ["turbine.txt": ModelText.step(130)])
    try served.serve()
    let ran = replay("--against", "\(served.directory)/wind.sock")
    XCTAssertEqual(ran.status, .failure, ran.errors)
    XCTAssertTrue(ran.output.contains("anomaly_status"), ran.output)
  }

  func testMistakes_areTroubleAndNotADifference() throws {
    for (flags, words) in [
      (["--against", file("none.pkl")], "there is no \(file("none.pkl"))"),
      (["--against", file("none.csv")], "there is no \(file("none.csv"))"),
      (["--against", file("data.csv"), "--tolerance", "-1"], "at least 0"),
      (["--against", "turbin=" + file("new.txt")], "uses no model turbin; did you mean"),
      (["--against", directory], "is a directory"),
      (["--tolerance", "1"], "--tolerance is about --against"),
      (["--scatter", "a,b"], "give --report FILE"),
      (["--report", file("r.html"), "--scatter", "a"], "expected two fields"),
      (["--report", "/nowhere/r.html"], "cannot open /nowhere/r.html"),
    ] {
      let context = CommandContext(output: Console(), errors: Console(), environment: [:])
      let status = UDFDCommand.run(
        ["replay", file("data.csv"), "--config", file("udfd.toml"), "--udf", "wind"] + flags,
        context)
      XCTAssertEqual(status, .usage, context.errors.text)
      XCTAssertTrue(context.errors.text.contains(words), context.errors.text)
    }
    let noModel = replay("--against", file("new.txt"), udf: "mirror")
    XCTAssertEqual(noModel.status, .usage)
    XCTAssertTrue(noModel.errors.contains("uses no model"), noModel.errors)
    try write("broken.pkl", "not a model")
    let broken = replay("--against", file("broken.pkl"))
    XCTAssertEqual(broken.status, .usage)
    XCTAssertTrue(broken.errors.contains("broken.pkl"), broken.errors)
  }

  func testTheReport_isOnePageWithItsData() throws {
    let ran = replay("--report", file("report.html"))
    XCTAssertEqual(ran.status, .success, ran.errors)
    XCTAssertEqual(ran.output, "")
    XCTAssertTrue(ran.errors.contains("report    \(file("report.html"))"), ran.errors)
    let page = try String(contentsOfFile: file("report.html"), encoding: .utf8)
    for asset in ["src=", "href=", "url(", "@import", "innerHTML", "http://"]
    where asset != "http://" {
      XCTAssertFalse(page.contains(asset), asset)
    }
    XCTAssertTrue(page.contains("default-src 'none'"))
    let data = try Self.data(of: page)
    XCTAssertEqual(data["sent"] as? Int, 500)
    XCTAssertEqual(data["x"] as? String, "wind_speed")
    XCTAssertEqual(data["y"] as? String, "grid_active_power")
    XCTAssertEqual(data["level"] as? String, "anomaly_status")
    let levels = try XCTUnwrap(data["levels"] as? [[String: Any]])
    XCTAssertEqual(levels.compactMap { $0["count"] as? Int }.reduce(0, +), 500)
    let series = try XCTUnwrap(data["series"] as? [[String: Any]])
    XCTAssertEqual(
      series.compactMap { $0["name"] as? String },
      ["wind_speed", "grid_active_power", "anomaly_status"])
    XCTAssertEqual(series.last?["output"] as? Bool, true)
    XCTAssertLessThan(page.utf8.count, 200_000)
    let chosen = replay(
      "--report", file("report.html"), "--scatter", "grid_active_power,anomaly_status", "--level",
      "wind_speed")
    XCTAssertEqual(chosen.status, .success, chosen.errors)
    let again = try Self.data(of: String(contentsOfFile: file("report.html"), encoding: .utf8))
    XCTAssertEqual(again["y"] as? String, "anomaly_status")
    XCTAssertEqual(again["level"] as? String, "wind_speed")
  }

  static func data(of page: String) throws -> [String: Any] {
    let start = try XCTUnwrap(page.range(of: "id=\"data\">")?.upperBound)
    let end = try XCTUnwrap(page[start...].range(of: "</script>")?.lowerBound)
    let parsed = try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8))
    return try XCTUnwrap(parsed as? [String: Any])
  }
}
