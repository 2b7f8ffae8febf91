import Foundation
import XCTest

@testable import ModelRuntime

/// Categories that are text: CatBoost's hash at the border of a row, and its answers.
final class CategoryTests: XCTestCase {
  private struct Fixture {
    let name: String
    let model: Model
    let rows: [[String]]
    let outputs: [String]
    let answers: [[Double]]
  }

  private func fixtures() throws -> [Fixture] {
    let directory = try Tool.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let archive = Tool.repository.appendingPathComponent(
      "Tests/ModelRuntimeTests/Fixtures/categories.tar.gz")
    _ = try Tool.run("/usr/bin/env", ["tar", "-xzf", archive.path, "-C", directory.path])
    return try FileManager.default.contentsOfDirectory(
      at: directory, includingPropertiesForKeys: nil
    )
    .filter { $0.pathExtension != "csv" }.sorted { $0.path < $1.path }
    .map { file in
      let table = try String(
        contentsOf: file.deletingPathExtension().appendingPathExtension("csv"), encoding: .utf8)
      let lines = table.split(separator: "\n").map { line -> [String] in
        // One category has commas in it, and no quotes.
        let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count == 3 else {
          return line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return parts[0].dropLast().split(separator: ",").map(String.init) + [String(parts[1])]
          + parts[2].dropFirst().split(separator: ",").map(String.init)
      }
      return Fixture(
        name: file.lastPathComponent, model: try ModelLoader.load(path: file.path),
        rows: lines.dropFirst().map { Array($0.prefix(4)) },
        outputs: Array(lines[0].dropFirst(4)),
        answers: try lines.dropFirst().map {
          try $0.dropFirst(4).map { try XCTUnwrap(Double($0)) }
        })
    }
  }

  func testAnswersOfCatBoost() throws {
    let fixtures = try fixtures()
    XCTAssertEqual(fixtures.count, 7)
    for fixture in fixtures {
      XCTAssertEqual(
        fixture.model.inputs.map(\.kind), [.number, .category, .category, .number], fixture.name)
      let rows = try fixture.rows.map { row in
        [
          try XCTUnwrap(Double(row[0])), CategoryCode.number(for: row[1]),
          CategoryCode.number(for: try XCTUnwrap(Int64(row[2]))), try XCTUnwrap(Double(row[3])),
        ]
      }
      for (row, answers) in fixture.model.answers(to: rows, burst: 64).enumerated() {
        for (column, name) in fixture.outputs.enumerated() {
          let value = answers[try XCTUnwrap(fixture.model.outputIndex(named: name))]
          let expected = fixture.answers[row][column]
          XCTAssertEqual(
            value, expected, accuracy: name.hasPrefix("probability") ? 1e-12 * abs(expected) : 0,
            "\(fixture.name), \(name), row \(row) \(fixture.rows[row])")
        }
      }
    }
  }

  func testIntegersAreTheirDigits() {
    for integer in [0, 7, -3, Int64.min, .max, 1_234_567_890_123] {
      XCTAssertEqual(CategoryCode.number(for: integer), CategoryCode.number(for: "\(integer)"))
    }
    XCTAssertNotEqual(CategoryCode.number(for: "1"), CategoryCode.number(for: "1.0"))
  }

  func testOtherNamesKeepTheKinds() throws {
    let model = try XCTUnwrap(try fixtures().first).model
    let renamed = try model.naming(inputs: ["a", "b", "c", "d"])
    XCTAssertEqual(renamed.inputs.map(\.kind), model.inputs.map(\.kind))
    XCTAssertEqual(renamed.inputs.map(\.name), ["a", "b", "c", "d"])
  }
}
