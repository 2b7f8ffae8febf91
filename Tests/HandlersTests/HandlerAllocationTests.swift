import CAllocationCounter
import Handlers
import KapacitorUDF
import Settings
import XCTest

@testable import ModelRuntime

/// No allocation for a point and none for a readiness.
final class HandlerAllocationTests: XCTestCase {
  func testMirror_allocatesNothing() throws {
    try measure(CodedUDF(Mirror.self))
  }

  func testThreshold_allocatesNothing_forGroupsItKnows() throws {
    try measure(
      CodedUDF(Threshold.self), [Option(name: "field", values: [.string("wind_speed")])])
  }

  func testWindTurbine_allocatesNothing() throws {
    let udf = try HandlerRegistry.builtIn["wind_turbine"]!.makeDefinition(
      udf: "wind_turbine", settings: ["model": "turbine"],
      models: .with("turbine", .linear([180], intercept: -400)))
    try measure(udf)
  }

  func testScore_allocatesNothing() throws {
    let rule: SettingTable = [
      "model": "turbine", "inputs": ["speed": "\"wind_speed\""],
      "let": [
        "error": "abs(prediction - \"grid_active_power\") / \"grid_active_power\""
      ],
      "set": [
        "mean": "rollingMean(\"wind_speed\", 20)", "median": "rollingMedian(\"wind_speed\", 9)",
        "most": "rollingMax(error, 50)", "status": "if(error <= 0.15, 0.0, 1.0)", "n": "count()",
      ],
    ]
    let udf = try HandlerRegistry.builtIn["score"]!.makeDefinition(
      udf: "score", settings: rule,
      models: .with("turbine", .linear([180], intercept: -400, names: ["speed"])))
    try measure(udf)
  }

  func testScore_allocatesNothing_whereWhenDoesNotHold() throws {
    let udf = try HandlerRegistry.builtIn["score"]!.makeDefinition(
      udf: "score",
      settings: [
        "when": "\"wind_speed\" > 100.0", "set": ["status": "\"wind_speed\" * 2.0", "n": "1"],
        "defaults": ["status": 0.0],
      ], models: ModelStore())
    try measure(udf)
  }

  func testScore_allocatesNothing_forTexts() throws {
    let udf = try HandlerRegistry.builtIn["score"]!.makeDefinition(
      udf: "score",
      settings: [
        "set": ["text": "if(\"wind_speed\" > 3.0, 'a level that is high', 'low') + ' of the wind'"]
      ], models: ModelStore())
    try measure(udf)
  }

  private func measure(_ udf: any UDFDefinition, _ options: [Option] = []) throws {
    try XCTSkipUnless(allocations_are_counted(), "a sanitizer owns malloc")
    let points = (0..<500).map { number in
      Point(
        timeNanoseconds: Int64(number), name: "wind", database: "db", retentionPolicy: "autogen",
        group: "a group with a name that is longer than fifteen bytes \(number % 7)",
        fields: [
          "wind_speed": .double(Double(number % 20)),
          "grid_active_power": .int(Int64(number % 9) * 300),
        ])
    }
    let input = points.flatMap { Request.point($0).frame() }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { memory.deallocate() }
    var session = UDFSession(definition: udf)
    func process(_ bytes: [UInt8]) {
      var writer = ResponseWriter(base: memory, capacity: 1 << 18)
      _ = bytes.withUnsafeBytes { session.process($0, &writer) }
    }
    process(Request.initialize(InitRequest(options: options)).frame())
    // Twice, so that windows are full and tables have their size.
    process(input)
    process(input)
    let before = allocations_on_this_thread()
    for _ in 0..<5 { process(input) }
    XCTAssertEqual(allocations_on_this_thread() - before, 0)
    XCTAssertEqual(session.counters.pointsOut, 3500)
  }
}
