import KapacitorUDF
import ModelRuntime
import Settings
import XCTest

@testable import Handlers

/// `[[udf.NAME.tests]]`: what agrees is silent, what differs is told.
final class ConfigurationTestsTests: XCTestCase {
  private func differences(_ rule: SettingTable, _ tests: SettingValue) throws -> [String] {
    let settings = rule.setting("tests", to: tests, place: nil)
    let definition = try score(settings)
    return try ConfigurationTest.all(in: settings, for: definition.info)
      .flatMap { $0.differences(from: definition) }
  }

  private let rule: SettingTable = [
    "when": "\"x\" > 0.0", "options": ["factor": 2.0],
    "set": ["y": "\"x\" * factor", "n": "count()"], "emit": "when",
  ]

  func testWhatIsAsExpectedIsSilent() throws {
    XCTAssertEqual(
      try differences(
        rule,
        [
          [
            "name": "doubles", "options": ["factor": 3],
            "points": [
              ["fields": ["x": 1.5], "expect": ["y": 4.5, "n": 1, "z": ["absent": true]]],
              ["fields": ["x": -1.0], "dropped": true],
              ["fields": ["x": 1.0], "expect": ["y": ["value": 3.1, "within": 0.2], "n": 2]],
            ],
          ]
        ]), [])
  }

  func testWhatDiffersIsTold() throws {
    let lines = try differences(
      rule,
      [
        [
          "points": [
            ["fields": ["x": 1.0], "expect": ["y": 3.0, "n": 1.0]],
            ["fields": ["x": 1.0], "dropped": true],
            ["fields": ["x": -1.0]],
            ["fields": ["x": 1.0], "expect": ["y": ["absent": true], "z": ["value": 1]]],
          ]
        ]
      ])
    XCTAssertEqual(
      lines,
      [
        "test 1: point 1: y: expected float 3.0, found float 2.0",
        "test 1: point 1: n: expected float 1.0, found int 1",
        "test 1: point 2: expected it to be dropped",
        "test 1: point 3: it was dropped",
        "test 1: point 4: y: expected it to be absent, found float 2.0",
        "test 1: point 4: z: expected int 1, found none",
      ])
  }

  func testUnknownKeysAndOptionsAreErrors() {
    XCTAssertThrowsError(try differences(rule, [["points": [], "pionts": []]]))
    XCTAssertThrowsError(try differences(rule, [["points": [], "options": ["other": 1]]]))
  }
}
