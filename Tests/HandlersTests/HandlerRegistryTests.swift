import Handlers
import KapacitorUDF
import KapacitorUDFTesting
import Settings
import XCTest

@testable import ModelRuntime

final class HandlerRegistryTests: XCTestCase {
  private func make(
    _ handler: String, _ settings: SettingTable, _ models: ModelStore = ModelStore()
  ) throws -> any UDFDefinition {
    try HandlerRegistry.builtIn[handler]!.makeDefinition(
      udf: "x", settings: settings, models: models)
  }

  func testBuiltInHandlers_areKnownByName() {
    XCTAssertEqual(
      HandlerRegistry.builtIn.names.filter {
        ["mirror", "threshold", "wind_turbine"].contains($0)
      },
      ["mirror", "threshold", "wind_turbine"])
    XCTAssertNil(HandlerRegistry.builtIn["nothing"])
    for entry in HandlerRegistry.builtIn.entries { XCTAssertFalse(entry.summary.isEmpty) }
  }

  func testOptionsOfTheConfiguration_replaceDefaults_andTheTICKscriptComesFirst() throws {
    let udf = try make(
      "threshold", ["options": .table(["field": "v", "threshold": 1, "window_size": 10])])
    XCTAssertEqual(udf.info.option(named: "threshold")?.defaultValues, [.double(1)])
    var byDefault = try HandlerTest(udf)
    var byScript = try HandlerTest(udf, options: ["threshold": 9.0])
    for value in [1.0, 3.0] {
      _ = try byDefault.point(fields: ["v": .double(value)])
      _ = try byScript.point(fields: ["v": .double(value)])
    }
    XCTAssertEqual(try byDefault.point(fields: ["v": 5.0])?.fields["anomaly_status"], 1.0)
    XCTAssertEqual(try byScript.point(fields: ["v": 5.0])?.fields["anomaly_status"], 0.0)
  }

  func testWrongSettings_nameTheKey() throws {
    let cases: [(String, SettingTable, String)] = [
      (
        "threshold", ["options": .table(["treshold": 1])],
        "options.treshold: there is no such key; did you mean \"threshold\"?"
      ),
      (
        "threshold", ["options": .table(["threshold": "high"])],
        "options.threshold: expected a DOUBLE, found a string, \"high\""
      ),
      (
        "threshold", ["options": .table(["window_size": 1])],
        "options.window_size: expects an INT from 2 to 1000000, got 1"
      ),
      ("wind_turbine", [:], "model: is missing"),
      (
        "wind_turbine", ["model": "nothing"],
        "model: there is no model \"nothing\"; add [models.nothing] with its path"
      ),
      (
        "threshold", ["on_error": "ignore"],
        "on_error: expected one of \"pass\", \"drop\", \"fail\", found \"ignore\""
      ),
    ]
    for (handler, settings, text) in cases {
      XCTAssertThrowsError(try make(handler, settings), text) { XCTAssertEqual("\($0)", text) }
    }
  }

  func testAuthorsHandler_findsItsModel() throws {
    let registry = HandlerRegistry.builtIn.registering(Doubler.self, summary: "for this test")
    let store = ModelStore.with("twice", nil)
    let udf = try registry["doubler"]!.makeDefinition(
      udf: "doubler", settings: ["models": "twice"], models: store)
    XCTAssertEqual(udf.readiness, .waiting(for: "model twice"))
    store.slot(named: "twice")!.replace(with: .linear([2], intercept: 1, names: ["value"]))
    XCTAssertEqual(udf.readiness, .ready)
    var test = try HandlerTest(udf)
    XCTAssertEqual(try test.point(fields: ["value": 4])?.fields["twice"], 9.0)
    store.slot(named: "twice")!.replace(with: .linear([3], intercept: 0))
    XCTAssertEqual(try test.point(fields: ["value": 4])?.fields["twice"], 12.0)
  }
}

/// What an author with a model writes.
private final class Doubler: UDFHandler {
  static let name = "doubler"
  static let info = UDFInfo()
  private let model: any HandlerModel
  private var readings: FieldReadings
  private let field: DoubleField

  init(options: Options, context: HandlerContext) throws {
    model = try context.models.model(named: "twice")
    readings = FieldReadings(try FieldTable(fields: ["value"]))
    field = try DoubleField("twice")
  }

  func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    _ = model.refresh()
    try readings.read(point)
    guard let value = readings.double(0) else { return try output.missing("value", in: point) }
    model.setInput(row: 0, column: 0, to: value)
    model.evaluate(count: 1)
    output.pass(point, setting: field, to: model.output(row: 0, column: 0))
  }
}
