import ModelRuntime
import XCTest

final class ModelScratchTests: XCTestCase {
  private func model() throws -> Model {
    let path = Tool.repository.appendingPathComponent("config/examples/models/turbine.pkl").path
    return try ModelLoader.load(path: path)
  }

  private func fill(_ scratch: inout ModelScratch, _ value: Double) {
    for row in 0..<Model.maximumBurstRows { scratch.setInput(row: row, column: 0, to: value) }
  }

  /// Whoever keeps one never sees the values of another task, whatever was lent before.
  func testOwn_beginsWithMissingInputs() throws {
    let model = try self.model()
    for value in [1.0, 2.0] {
      var lent = ModelScratch.lent(by: model)
      fill(&lent, value)
    }
    for _ in 0..<3 {
      var own = ModelScratch(for: model)
      for row in 0..<Model.maximumBurstRows { XCTAssert(own.input(row: row, column: 0).isNaN) }
      fill(&own, 3)
    }
  }

  func testLent_areApartWhileTheyAreLent_andLentAgain() throws {
    let model = try self.model()
    var outer = ModelScratch.lent(by: model)
    fill(&outer, 1)
    for value in [2.0, 3.0, 4.0] {
      var inner = ModelScratch.lent(by: model)
      if value > 2 { XCTAssertEqual(inner.input(row: 0, column: 0), value - 1, "another block") }
      fill(&inner, value)
      inner.evaluate(model, count: 1)
      outer.evaluate(model, count: 1)
      XCTAssertNotEqual(inner.output(row: 0, column: 0), outer.output(row: 0, column: 0))
      XCTAssertEqual(outer.input(row: 63, column: 0), 1)
    }
  }

  /// A block that comes back after its model has gone goes too.
  func testLent_outlivesItsModel() throws {
    var model: Model? = try self.model()
    weak let gone = model
    var lent = ModelScratch.lent(by: model!)
    model = nil
    XCTAssertNil(gone)
    fill(&lent, 5)
    XCTAssertEqual(lent.input(row: 0, column: 0), 5)
  }
}
