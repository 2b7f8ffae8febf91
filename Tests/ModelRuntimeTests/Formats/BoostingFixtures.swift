import Foundation
import XCTest

@testable import ModelRuntime

/// What scripts/make-boosting-fixtures.py made: models of CatBoost, XGBoost and LightGBM, each with
/// rows and the library's own answers to them; and ONNX models in the same way.
struct BoostingFixtures {
  struct Fixture {
    let name: String
    let model: [UInt8]
    let rows: [[Double]]
    let outputNames: [String]
    let answers: [[String]]
  }

  let fixtures: [Fixture]

  static let shared = Result { try BoostingFixtures(archive: "boosting.tar.gz") }
  /// scripts/make-onnx-fixtures.py's: ONNX Runtime's answers, in the order of a graph's outputs.
  static let onnx = Result { try BoostingFixtures(archive: "onnx.tar.gz") }

  private init(archive name: String) throws {
    let archive = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)")
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("udfd-boosting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["tar", "-xzf", archive.path, "-C", directory.path]
    try process.run()
    process.waitUntilExit()
    let files = try FileManager.default.contentsOfDirectory(
      at: directory, includingPropertiesForKeys: nil)
    fixtures = try files.filter { $0.pathExtension != "csv" }.sorted { $0.path < $1.path }
      .map { model in
        let table = try String(
          contentsOf: model.deletingPathExtension().appendingPathExtension("csv"), encoding: .utf8)
        let lines = table.split(separator: "\n").map {
          $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let width = lines[0].prefix { $0.hasPrefix("in") }.count
        return Fixture(
          name: model.lastPathComponent, model: Array(try Data(contentsOf: model)),
          rows: try lines.dropFirst().map {
            try $0.prefix(width).map { try XCTUnwrap(Double($0)) }
          },
          outputNames: Array(lines[0].dropFirst(width)),
          answers: lines.dropFirst().map { Array($0.dropFirst(width)) })
      }
  }
}
