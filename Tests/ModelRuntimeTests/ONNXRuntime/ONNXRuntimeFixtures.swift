import Foundation
import XCTest

@testable import ModelRuntime

/// ONNX Runtime as its Python package carries it, and graphs with its own answers, which
/// scripts/make-onnxruntime-fixtures.py makes with the very same library.
struct ONNXRuntimeFixtures {
  let library: String
  let directory: URL
  let fixtures: [FixtureSet.Fixture]

  private static let shared = Result { try ONNXRuntimeFixtures() }

  /// - Throws: `XCTSkip` where the package cannot be had.
  static func get() throws -> ONNXRuntimeFixtures {
    do {
      return try shared.get()
    } catch {
      throw XCTSkip("skipped: ONNX Runtime's Python package cannot be had here (\(error))")
    }
  }

  private init() throws {
    let directory = try Tool.temporaryDirectory()
    self.directory = directory
    let script = Tool.repository.appendingPathComponent("scripts/make-onnxruntime-fixtures.py")
    let printed = try Tool.run(
      try Tool.python("onnxruntime"), [script.path, directory.path])
    library = String(try XCTUnwrap(printed.split(separator: "\n").last))
    fixtures = try FileManager.default.contentsOfDirectory(
      at: directory, includingPropertiesForKeys: nil
    )
    .filter { $0.pathExtension == "csv" }.sorted { $0.path < $1.path }
    .map { table in
      let base = table.deletingPathExtension()
      return FixtureSet.Fixture(
        name: base.lastPathComponent, model: base.appendingPathExtension("onnx"), table: table)
    }
  }

  var engine: ModelEngine { .onnxRuntime(library: library) }

  func model(_ name: String) throws -> Model {
    try ModelLoader.load(
      path: directory.appendingPathComponent("\(name).onnx").path, engine: engine)
  }
}
