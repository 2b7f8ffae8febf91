import Foundation
import ModelRuntime
import XCTest

/// Models that a library wrote, each with rows and the library's own answers: what
/// scripts/make-model-fixtures.py makes.
struct FixtureSet {
  struct Fixture {
    let name: String
    let model: URL
    let table: URL
  }

  let fixtures: [Fixture]

  init(directory: URL) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: directory, includingPropertiesForKeys: nil)
    fixtures = files.filter { $0.pathExtension == "csv" }
      .sorted { $0.path < $1.path }
      .map { table in
        let base = table.deletingPathExtension()
        let pickle = base.appendingPathExtension("pkl")
        let isPickle = FileManager.default.fileExists(atPath: pickle.path)
        return Fixture(
          name: base.lastPathComponent,
          model: isPickle ? pickle : base.appendingPathExtension("joblib"), table: table)
      }
  }

  /// Unpacks an archive of fixtures into `directory`.
  init(archive: URL, unpackedInto directory: URL) throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    _ = try Tool.run("/usr/bin/env", ["tar", "-xzf", archive.path, "-C", directory.path])
    try self.init(directory: directory)
  }
}

/// A fixture's rows and what the library answered.
struct FixtureTable {
  let inputs: [[Double]]
  let outputNames: [String]
  let answers: [[String]]

  init(_ url: URL) throws {
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    let header = lines[0].split(separator: ",").map(String.init)
    let width = header.prefix { $0.hasPrefix("in") }.count
    outputNames = Array(header.dropFirst(width))
    var inputs: [[Double]] = []
    var answers: [[String]] = []
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      inputs.append(try cells.prefix(width).map { try XCTUnwrap(Double($0)) })
      answers.append(Array(cells.dropFirst(width)))
    }
    self.inputs = inputs
    self.answers = answers
  }
}

extension Model {
  /// Answers to `rows`, evaluated in bursts of `burst`.
  func answers(to rows: [[Double]], burst: Int) -> [[Double]] {
    var scratch = ModelScratch(for: self)
    var answers: [[Double]] = []
    var start = 0
    while start < rows.count {
      let count = min(burst, rows.count - start)
      for row in 0..<count {
        for column in 0..<inputs.count {
          scratch.setInput(row: row, column: column, to: rows[start + row][column])
        }
      }
      scratch.evaluate(self, count: count)
      for row in 0..<count {
        answers.append((0..<outputs.count).map { scratch.output(row: row, column: $0) })
      }
      start += count
    }
    return answers
  }
}
