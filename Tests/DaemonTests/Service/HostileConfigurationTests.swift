import Foundation
import Handlers
import ModelRuntime
import XCTest

@testable import Daemon

/// Whatever a configuration holds: errors, never a crash.
final class HostileConfigurationTests: XCTestCase {
  private static let good = """
    [daemon]
    loops = 2
    coalescing_maximum = "200us"
    [models.turbine]
    path = "turbine.pkl"
    inputs = ["wind_speed"]
    [udf.wind]
    handler = "score"
    model = "turbine"
    when = '"wind_speed" > cut_in AND "wind_speed" <= 14.0'
    emit = "all"
    remove = ["x"]
    [udf.wind.options]
    threshold = 0.15
    cut_in = { type = "double", default = 3, min = 0 }
    [udf.wind.let]
    error = 'if("power" > 0.0, abs(prediction - "power") / "power", 0.0)'
    mean = 'rollingMean("power", 10)'
    [udf.wind.set]
    status = 'if(error <= threshold, 0.0, 1.0)'
    [udf.wind.defaults]
    status = 0.0
    [udf.coded]
    handler = "threshold"
    on_error = "drop"
    [udf.coded.options]
    window_size = 10
    """

  /// The problems, none of them with a line break: each is one line for a person.
  private func problems(_ text: [UInt8]) -> [String]? {
    var source = ConfigurationSource(file: "udfd.toml")
    source.contents = text
    do {
      let configuration = try Configuration(source, registry: .builtIn)
      let store = ModelStore()
      store.declare(names: configuration.models.map(\.name))
      _ = try UDFCatalog(configuration, registry: .builtIn, store: store)
      return nil
    } catch {
      return error.problems.map(\.description)
    }
  }

  func testTheUnchangedOneHolds() {
    XCTAssertNil(problems(Array(Self.good.utf8)))
  }

  func testMutatedBytes() {
    var generator = SplitMix(state: 3)
    let good = Array(Self.good.utf8)
    let alphabet = Array("\"'[]{}=.,()# \n\\0123456789eE+-_xabhms<>&|!".utf8) + [0, 0xff, 0xe2]
    for _ in 0..<4_000 {
      var text = good
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<text.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: text[place] = alphabet.randomElement(using: &generator)!
        case 1: text.insert(alphabet.randomElement(using: &generator)!, at: place)
        default: text.remove(at: place)
        }
      }
      for problem in problems(text) ?? [] {
        XCTAssertFalse(problem.contains("\n"), problem.debugDescription)
        XCTAssertTrue(problem.hasPrefix("udfd.toml"), problem)
      }
    }
  }

  func testValuesOfTheWrongKind() {
    var generator = SplitMix(state: 5)
    let values = [
      "1", "-1", "9223372036854775807", "1e308", "nan", "-inf", "true", "''", "'x'", "[]", "[[1]]",
      "{}", "{ a = 1 }", "1979-05-27", "'10s'", "'(((('", "'\"'", "[1, 'a', {}]",
    ]
    var lines = Self.good.split(separator: "\n").map(String.init)
    let keys = lines.indices.filter { lines[$0].contains(" = ") }
    for _ in 0..<2_000 {
      let line = keys.randomElement(using: &generator)!
      let kept = lines[line]
      lines[line] =
        kept.split(separator: " ")[0] + " = " + values.randomElement(using: &generator)!
      for problem in problems(Array(lines.joined(separator: "\n").utf8)) ?? [] {
        XCTAssertFalse(problem.contains("\n"), problem.debugDescription)
      }
      // Wrong lines gather, and now and then one is put right.
      if Bool.random(using: &generator) { lines[line] = kept }
    }
  }
}
