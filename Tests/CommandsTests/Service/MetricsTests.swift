import Foundation
import KapacitorPeer
import UDFWire
import XCTest

/// What a scraper gets of a daemon at work.
final class MetricsTests: XCTestCase {
  private static let configuration = """
    [models.turbine]
    path = 'turbine.txt'
    [udf.wind]
    handler = 'wind_turbine'
    model = 'turbine'
    [udf.quiet]
    handler = 'mirror'
    """

  private func serve() throws -> ServedProcess {
    let served = try ServedProcess(
      "", files: ["turbine.txt": ModelText.step(100)])
    try served.configure(
      Self.configuration, daemon: "http = \"unix:\(served.directory)/http\"")
    try served.serve()
    return served
  }

  /// Sends readings of which every fourth lacks its power, and waits for the answers.
  private func stream(_ count: Int, _ task: KapacitorTask) throws {
    for index in 0..<count {
      var fields: OrderedMap<FieldValue> = ["wind_speed": .double(8)]
      if index % 4 != 3 { fields["grid_active_power"] = .double(90) }
      try task.send(Point(timeNanoseconds: Int64(index), name: "m", fields: fields))
    }
    try task.waitForData(count: count - count / 4)
  }

  private func scrape(_ served: ServedProcess, accept: String = "*/*") throws -> String {
    let answer = try HTTPRequest.get(
      "/metrics", socket: "\(served.directory)/http", accept: accept)
    XCTAssertEqual(answer.status, 200)
    return answer.body
  }

  /// The daemon publishes a turn's counts at its end, after the answers have left.
  private func scrape(_ served: ServedProcess, until line: String) throws -> String {
    for _ in 0..<500 {
      let text = try scrape(served)
      if text.contains(line + "\n") { return text }
      usleep(10_000)
    }
    let text = try scrape(served)
    XCTFail("no line \(line) in\n\(text)")
    return text
  }

  func testWhatHappened_isCounted() throws {
    let served = try serve()
    let task = try served.task("wind", "a \"task\"\nof two lines")
    try task.initialize()
    try stream(400, task)
    _ = try task.snapshot()
    let text = try scrape(served, until: "udfd_udf_snapshots_total{udf=\"wind\"} 1")
    for line in [
      "udfd_serving 1", "udfd_udf_ready{udf=\"wind\"} 1", "udfd_udf_connections{udf=\"wind\"} 1",
      "udfd_udf_connections{udf=\"quiet\"} 0",
      "udfd_udf_points_in_total{udf=\"wind\"} 400", "udfd_udf_points_out_total{udf=\"wind\"} 300",
      "udfd_udf_missing_total{udf=\"wind\"} 100", "udfd_udf_dropped_total{udf=\"wind\"} 100",
      "udfd_model_predictions_total{model=\"turbine\"} 300",
      "udfd_model_generation{model=\"turbine\"} 1", "udfd_model_failed{model=\"turbine\"} 0",
    ] {
      XCTAssertTrue(text.contains("\n\(line)\n"), "\(line)\n\(text)")
    }
    let labels =
      "udf=\"wind\",task=\"a \\\"task\\\"\\nof two lines\",node=\"udf2\",connection=\"udfd-"
    XCTAssertTrue(text.contains("udfd_task_points_in_total{" + labels), text)
    // One duration for each burst.
    let bursts = try XCTUnwrap(value("udfd_udf_bursts_total{udf=\"wind\"}", text))
    XCTAssertEqual(value("udfd_udf_handler_seconds_count{udf=\"wind\"}", text), bursts)
    XCTAssertEqual(
      value("udfd_udf_handler_seconds_bucket{udf=\"wind\",le=\"+Inf\"}", text), bursts)
    XCTAssertGreaterThan(
      try XCTUnwrap(value("udfd_udf_handler_seconds_sum{udf=\"wind\"}", text)), 0)
    for name in ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds"] {
      XCTAssertGreaterThan(try XCTUnwrap(value(name, text)), 0, name)
    }
    // What has ended stays in the sums, predictions of another generation too.
    try task.finish()
    try served.write(ModelText.step(101), to: "turbine.txt")
    try served.udfd("reload", "--wait")
    let second = try served.task("wind")
    try second.initialize()
    try stream(40, second)
    _ = try scrape(served, until: "udfd_udf_points_in_total{udf=\"wind\"} 440")
    _ = try scrape(served, until: "udfd_model_predictions_total{model=\"turbine\"} 330")
    _ = try scrape(served, until: "udfd_model_generation{model=\"turbine\"} 2")
  }

  func testPrometheusReadsBothFormats() throws {
    let served = try serve()
    let task = try served.task("wind", "a \"task\" \\ of\nlines")
    try task.initialize()
    try stream(40, task)
    let python = try Repository.python("prometheus")
    let script = Repository.root.appendingPathComponent("scripts/check-metrics.py").path
    for (accept, name) in [
      ("text/plain", "prometheus"), ("application/openmetrics-text;version=1.0.0", "openmetrics"),
    ] {
      let text = try scrape(served, accept: accept)
      XCTAssertEqual(text.hasSuffix("# EOF\n"), name == "openmetrics")
      let verdict = try Repository.run(python, [script, name], input: text)
      XCTAssertTrue(verdict.contains(/^[0-9]{2} metrics, [0-9]{3} samples/), verdict)
    }
  }

  private func value(_ series: String, _ text: String) -> Double? {
    text.split(separator: "\n").first { $0.hasPrefix(series + " ") }
      .flatMap { Double($0.dropFirst(series.count + 1)) }
  }
}
