import KapacitorUDF
import Settings
import UDFWire
import XCTest

@testable import Handlers

final class DeclaredOptionsTests: XCTestCase {
  private func parse(_ options: SettingValue) throws -> [OptionDeclaration] {
    try DeclaredOptions.parse(SettingTable([("options", options)], path: SettingPath("udf", "a")))
  }

  private func error(_ options: SettingValue) -> String {
    do { return "parsed \(try parse(options))" } catch { return "\(error)" }
  }

  func testShortFormTakesTheLiteralsType() throws {
    let options = try parse(["b": true, "i": 3, "d": 0.15, "s": "x", "one": 1.0])
    XCTAssertEqual(options.map(\.name), ["b", "i", "d", "s", "one"])
    XCTAssertEqual(options.map(\.types), [[.bool], [.int], [.double], [.string], [.double]])
    XCTAssertEqual(options[2].defaultValues, [.double(0.15)])
  }

  func testLongForm() throws {
    let options = try parse([
      "t": ["type": "double", "default": 1, "min": 0, "max": 10.5, "summary": "how far"],
      "w": ["type": "duration", "default": "10s", "min": "1s"],
      "fields": ["type": "string", "list": true, "default": ["a", "b"]],
      "field": ["type": "string", "required": true, "choices": ["x", "y"]],
    ])
    XCTAssertEqual(options[0].defaultValues, [.double(1)])
    XCTAssertEqual(options[0].minimum, .double(0))
    XCTAssertEqual(options[0].maximum, .double(10.5))
    XCTAssertEqual(options[1].defaultValues, [.duration(nanoseconds: 10_000_000_000)])
    XCTAssertTrue(options[2].isList)
    XCTAssertEqual(options[2].defaultValues, [.string("a"), .string("b")])
    XCTAssertTrue(options[3].isRequired)
    XCTAssertNil(options[3].defaultValues)
  }

  func testErrorsNameTheKey() {
    let known = [
      (
        ["a-b": 1] as SettingValue,
        "udf.a.options.a-b: \"a-b\" is not an option's name; use letters"
      ),
      (["a": [1, 2]], "udf.a.options.a: a list declares no option; write a literal"),
      (["a": ["default": 1]], "udf.a.options.a.type: is missing; expected one of"),
      (["a": ["type": "flaot"]], "udf.a.options.a.type: expected one of \"bool\", \"int\""),
      (
        ["a": ["type": "int", "default": 1.5]],
        "udf.a.options.a.default: expected an int, found a float, 1.5"
      ),
      (
        ["a": ["type": "duration", "default": 10]],
        "udf.a.options.a.default: expected a duration, such as \"10s\""
      ),
      (
        ["a": ["type": "int", "defalt": 1]],
        "udf.a.options.a.defalt: there is no such key; did you mean \"default\"?"
      ),
      (
        ["a": ["type": "string", "min": 1]],
        "udf.a.options.a.min: only int, double and duration have a minimum"
      ),
      (
        ["a": ["type": "int", "required": true, "default": 1]],
        "udf.a.options.a.default: a required option has no default"
      ),
      (["a": ["type": "int", "min": 5, "default": 1]], "udf.a.options.a.default: "),
      (
        ["a": ["type": "int", "choices": ["x"]]],
        "udf.a.options.a.choices: are for options of type \"string\""
      ),
    ]
    for (options, message) in known {
      XCTAssertTrue(error(options).hasPrefix(message), "\(error(options))\n\(message)")
    }
  }
}
