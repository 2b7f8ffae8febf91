import Daemon
import Foundation
import Handlers
import KapacitorUDF
import KapacitorUDFTesting
import ModelRuntime
import Settings
import UDFWire
import XCTest

/// The examples that repeat a coded handler: the same answers over a stream, in bursts and one by one.
final class ExampleTests: XCTestCase {
  private var examples: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("config/examples")
  }

  /// The only UDF of an example, and the models that it uses.
  private func example(_ name: String) throws -> (udf: any UDFDefinition, models: ModelStore) {
    let checked = try CheckedConfiguration(
      ConfigurationSource(
        file: examples.appendingPathComponent(name).path,
        flags: [("models_directory", examples.appendingPathComponent("models").path)]),
      registry: .builtIn)
    XCTAssertEqual(checked.problems, [])
    return (try XCTUnwrap(checked.catalog.entries.first).definition, checked.store)
  }

  private func coded(
    _ handler: String, _ settings: SettingTable, _ models: ModelStore
  ) throws -> any UDFDefinition {
    try XCTUnwrap(HandlerRegistry.builtIn[handler])
      .makeDefinition(udf: handler, settings: settings, models: models)
  }

  /// Readings with gaps, jumps and idle times; the same every time.
  private func points(_ count: Int, _ fields: (Double, Int) -> OrderedMap<FieldValue>) -> [Point] {
    var seed: UInt64 = 0x1234_5678_9ABC_DEF1
    return (0..<count).map { step in
      seed ^= seed << 13
      seed ^= seed >> 7
      seed ^= seed << 17
      return .point(
        fields: fields(Double(seed % 10_000) / 10_000, step),
        tags: ["host": ["a", "b", "c"][Int(seed >> 32 % 3) % 3]],
        timeNanoseconds: Int64(step) * 1_000_000_000)
    }
  }

  /// Of points that lack no field: the handler drops those, and a `when` that lacks one is false.
  func testWindTurbine() throws {
    let (udf, models) = try example("wind_turbine.toml")
    let points = points(3000) { chance, step in
      var fields: OrderedMap<FieldValue> = [
        "wind_speed": .double(chance * 17),
        "grid_active_power": .double(
          (chance * 17 * 250 - 600) * [1, 0.8, 0.7, 0.3, -0.1][step % 5]),
      ]
      if step % 89 == 0 { fields["wind_speed"] = .int(9) }
      return fields
    }
    var configured = try HandlerTest(udf)
    var handler = try HandlerTest(coded("wind_turbine", ["model": "turbine"], models))
    let answers = try configured.points(points)
    XCTAssertEqual(answers, try handler.points(points))
    let levels = answers.map { "\($0.fields["anomaly_status"] ?? .bool(false))" }
    XCTAssertEqual(Set(levels).count, 4)
    var apart = try HandlerTest(udf)
    XCTAssertEqual(try points.flatMap { try apart.points([$0]) }, answers)
  }

  /// Means and deviations are kept by other sums: scores agree but for rounding.
  func testThreshold() throws {
    let (udf, models) = try example("threshold.toml")
    let points = points(2000) { chance, step in
      ["value": .double(step % 50 == 0 ? 90 + chance : 10 + chance * 3)]
    }
    var configured = try HandlerTest(udf)
    var handler = try HandlerTest(
      coded("threshold", ["options": ["field": "value"]], models))
    var anomalies = 0
    for (ours, theirs) in zip(try configured.points(points), try handler.points(points)) {
      XCTAssertEqual(ours.fields["anomaly_status"], theirs.fields["anomaly_status"])
      guard case .double(let a)? = ours.fields["anomaly_score"],
        case .double(let b)? = theirs.fields["anomaly_score"]
      else { return XCTFail("no score") }
      XCTAssertEqual(a, b, accuracy: 1e-9 * max(1, abs(b)))
      if ours.fields["anomaly_status"] == .double(1) { anomalies += 1 }
    }
    XCTAssertGreaterThan(anomalies, 30)
  }
}
