import Foundation
import Synchronization
import XCTest

@testable import ModelRuntime

final class ONNXRuntimeTests: XCTestCase {
  /// Row by row the answers are ONNX Runtime's to the last bit; in bursts its products of matrices
  /// add up in another order.
  func testAnswersOfONNXRuntime() throws {
    let set = try ONNXRuntimeFixtures.get()
    XCTAssertEqual(set.fixtures.count, 7)
    for fixture in set.fixtures {
      let model = try ModelLoader.load(path: fixture.model.path, engine: set.engine)
      let table = try FixtureTable(fixture.table)
      XCTAssertEqual(model.inputs.count, table.inputs[0].count, fixture.name)
      XCTAssertEqual(model.outputs.count, table.outputNames.count, fixture.name)
      for (burst, tolerance) in [(1, 0.0), (7, 1e-6), (64, 1e-6)] {
        let answers = model.answers(to: table.inputs, burst: burst)
        for (row, expected) in table.answers.enumerated() {
          for (column, text) in expected.enumerated() {
            let number = try XCTUnwrap(Double(text))
            XCTAssertEqual(
              answers[row][column], number, accuracy: tolerance * max(1, abs(number)),
              "\(fixture.name), row \(row), \(model.outputs[column].name), bursts of \(burst)")
          }
        }
      }
    }
  }

  func testNames() throws {
    let set = try ONNXRuntimeFixtures.get()
    func outputs(_ name: String) throws -> [String] { try set.model(name).outputs.map(\.name) }
    XCTAssertEqual(try outputs("lstm"), ["prediction"])
    XCTAssertEqual(
      try outputs("convolution"), ["label", "probability(0)", "probability(1)", "probability(2)"])
    XCTAssertEqual(
      try outputs("autoencoder"), (0..<6).map { "reconstruction(\($0))" } + ["score"])
    XCTAssertEqual(
      try set.model("double_named").inputs.map(\.name), ["speed", "load", "count"])
    XCTAssertEqual(try set.model("lstm").inputs.map(\.name), [String?](repeating: nil, count: 16))
    let metadata = try set.model("lstm").metadata
    XCTAssertTrue(metadata.engine.hasPrefix("ONNX Runtime 1."), metadata.engine)
    XCTAssertTrue(metadata.kind.contains("LSTM"), metadata.kind)
  }

  /// Time as the first dimension must not make one series of a burst of rows.
  func testRowsOfABurstStayApart() throws {
    let set = try ONNXRuntimeFixtures.get()
    XCTAssertTrue(try set.model("running_sum").metadata.kernel.hasSuffix("a row at a time"))
    XCTAssertTrue(try set.model("gru_fixed").metadata.kernel.hasSuffix("a row at a time"))
    for name in ["lstm", "convolution", "autoencoder", "double_named"] {
      XCTAssertTrue(try set.model(name).metadata.kernel.hasSuffix("a burst at a time"), name)
    }
  }

  func testRowThatFails_doesNotTakeOthersAlong() throws {
    let model = try ONNXRuntimeFixtures.get().model("lookup")
    let answers = model.answers(to: [[1], [99], [3]], burst: 3)
    XCTAssertEqual(answers[0][0], 1.125, accuracy: 1e-6)
    XCTAssertTrue(answers[1][0].isNaN)
    XCTAssertEqual(answers[2][0], 4, accuracy: 1e-6)
  }

  func testManyThreadsAtOnce() throws {
    let set = try ONNXRuntimeFixtures.get()
    let model = try set.model("autoencoder")
    let table = try FixtureTable(set.directory.appendingPathComponent("autoencoder.csv"))
    let expected = model.answers(to: table.inputs, burst: 64)
    let inputs = table.inputs
    let wrong = Atomic<Int>(0)
    let threads = (0..<6).map { _ in
      Parallel.begin {
        for _ in 0..<50 where model.answers(to: inputs, burst: 64) != expected {
          wrong.add(1, ordering: .relaxed)
        }
      }
    }
    for thread in threads { thread.finish() }
    XCTAssertEqual(wrong.load(ordering: .relaxed), 0)
  }

  func testWithoutTheEngine_theOperatorIsNamedWithTheKeys() throws {
    let set = try ONNXRuntimeFixtures.get()
    for (name, operation) in [("lstm", "LSTM"), ("convolution", "Conv"), ("double_named", "Mish")] {
      let path = set.directory.appendingPathComponent("\(name).onnx").path
      XCTAssertThrowsError(try ModelLoader.load(path: path)) { error in
        let line = "\(error)"
        XCTAssertTrue(line.contains("'\(operation)' is not served"), line)
        XCTAssertTrue(line.contains("engine = \"onnxruntime\""), line)
        XCTAssertTrue(line.contains("onnxruntime_library"), line)
      }
    }
  }

  func testFilesThatOthersCanWrite_areRefused() throws {
    let set = try ONNXRuntimeFixtures.get()
    let path = set.directory.appendingPathComponent("open.onnx").path
    try FileManager.default.copyItem(
      atPath: set.directory.appendingPathComponent("lstm.onnx").path, toPath: path)
    XCTAssertEqual(chmod(path, 0o664), 0)
    func refusal(_ engine: ModelEngine) -> String {
      do {
        _ = try ModelLoader.load(path: path, engine: engine)
        return ""
      } catch { return "\(error)" }
    }
    XCTAssertTrue(refusal(set.engine).contains("chmod go-w \(path)"), refusal(set.engine))
    XCTAssertEqual(chmod(path, 0o644), 0)
    XCTAssertEqual(refusal(set.engine), "")
    if geteuid() == 0 {
      XCTAssertEqual(chown(path, 12345, 0), 0)
      XCTAssertTrue(refusal(set.engine).contains("is owned by user 12345"), refusal(set.engine))
    }
  }

  /// A library is checked like a model before anything of it runs.
  func testLibraries() throws {
    let set = try ONNXRuntimeFixtures.get()
    func refusal(_ library: String) -> String {
      do {
        _ = try ModelLoader.load(
          path: set.directory.appendingPathComponent("lstm.onnx").path,
          engine: .onnxRuntime(library: library))
        return ""
      } catch { return "\(error)" }
    }
    XCTAssertEqual(refusal(set.library), "")
    XCTAssertTrue(refusal("/nowhere.so").contains("restart udfd"), refusal("/nowhere.so"))
    XCTAssertThrowsError(try ONNXRuntimeLibrary.opening("/nowhere.so")) {
      XCTAssertTrue("\($0)".contains("No such file"), "\($0)")
    }
    let file = set.directory.appendingPathComponent("lookup.csv").path
    XCTAssertThrowsError(try ONNXRuntimeLibrary.opening(file)) {
      XCTAssertTrue("\($0)".hasPrefix("\(file): cannot be loaded"), "\($0)")
      XCTAssertFalse("\($0)".contains("\n"))
    }
    XCTAssertEqual(chmod(file, 0o666), 0)
    XCTAssertThrowsError(try ONNXRuntimeLibrary.opening(file)) {
      XCTAssertTrue("\($0)".contains("writable by others"), "\($0)")
    }
    XCTAssertEqual(chmod(file, 0o644), 0)
  }

  func testWhatIsNoGraph_isOneLine() throws {
    let set = try ONNXRuntimeFixtures.get()
    let whole = try Data(contentsOf: set.directory.appendingPathComponent("lstm.onnx"))
    let path = set.directory.appendingPathComponent("cut.onnx")
    for count in [20, whole.count / 2, whole.count - 1] {
      try whole.prefix(count).write(to: path)
      XCTAssertThrowsError(try ModelLoader.load(path: path.path, engine: set.engine)) {
        XCTAssertFalse("\($0)".contains("\n"))
      }
    }
    try Data("{\"learner\":{}}".utf8).write(to: path)
    XCTAssertThrowsError(try ModelLoader.load(path: path.path, engine: set.engine)) {
      XCTAssertTrue("\($0)".contains("which ONNX Runtime does not read"), "\($0)")
    }
  }

  func testStore_reloadsWhenTheEngineChanges() throws {
    let set = try ONNXRuntimeFixtures.get()
    let table = try XCTUnwrap(set.fixtures.first { $0.name == "autoencoder" })
    let store = ModelStore()
    let declaration = ModelDeclaration(
      name: "a", path: table.model.path, inputs: ["a", "b", "c", "d", "e", "f"], engine: set.engine)
    XCTAssertTrue(store.commit(try store.prepare([declaration])))
    XCTAssertEqual(try store.prepare([declaration]).changedNames, [])
    let model = try XCTUnwrap(store.slot(named: "a")?.current())
    XCTAssertEqual(model.inputs.map(\.name), ["a", "b", "c", "d", "e", "f"])
    var native = declaration
    native.engine = .native
    XCTAssertThrowsError(try store.prepare([native])) {
      XCTAssertTrue("\($0)".contains("'Selu'"), "\($0)")
    }
  }
}
