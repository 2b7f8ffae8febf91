import KapacitorUDF
import XCTest

final class OptionsTests: XCTestCase {
  private let declarations: [OptionDeclaration] = [
    .bool("on", default: true), .int("count", default: 5, min: 1, max: 10),
    .double("level", default: 0.5, min: 0, max: 1), .string("field"),
    .string("mode", default: "fast", choices: ["fast", "exact"]),
    .duration("every", default: .seconds(10), min: .seconds(1)),
    .list("tag", of: .string, required: false),
    OptionDeclaration(name: "pair", types: [.double, .string]),
  ]

  private func options(_ mentions: [Option]) throws -> Options {
    try Options(declarations, mentions: [Option(name: "field", values: [.string("v")])] + mentions)
  }

  private func message(_ name: String, _ values: [OptionValue]) -> String {
    do {
      _ = try options([Option(name: name, values: values)])
      return "no error"
    } catch { return "\(error)" }
  }

  func testDefaults_holdWhereNothingIsSet() throws {
    let options = try options([])
    XCTAssertEqual(try options.bool("on"), true)
    XCTAssertEqual(try options.int("count"), 5)
    XCTAssertEqual(try options.double("level"), 0.5)
    XCTAssertEqual(try options.string("field"), "v")
    XCTAssertEqual(try options.string("mode"), "fast")
    XCTAssertEqual(try options.duration("every"), .seconds(10))
    XCTAssertEqual(try options.strings("tag"), [])
    XCTAssertFalse(options.isSet("tag"))
    XCTAssertFalse(options.isSet("pair"))
    XCTAssertEqual(try options.values("pair"), [])
  }

  func testAllFiveTypes_andSeveralValues_areRead() throws {
    let options = try options([
      Option(name: "on", values: [.bool(false)]), Option(name: "count", values: [.int(10)]),
      Option(name: "level", values: [.double(1)]),
      Option(name: "every", values: [.duration(nanoseconds: 1_500_000_000)]),
      Option(name: "pair", values: [.double(2.5), .string("x")]),
    ])
    XCTAssertEqual(try options.bool("on"), false)
    XCTAssertEqual(try options.int("count"), 10)
    XCTAssertEqual(try options.double("level"), 1)
    XCTAssertEqual(try options.durationNanoseconds("every"), 1_500_000_000)
    XCTAssertEqual(try options.values("pair"), [.double(2.5), .string("x")])
  }

  func testRepeatedOption_lastOneHolds_unlessItIsAList() throws {
    let options = try options([
      Option(name: "count", values: [.int(2)]), Option(name: "tag", values: [.string("a")]),
      Option(name: "count", values: [.int(3)]),
      Option(name: "tag", values: [.string("b"), .string("c")]),
    ])
    XCTAssertEqual(try options.int("count"), 3)
    XCTAssertEqual(try options.strings("tag"), ["a", "b", "c"])
  }

  func testMessages_nameTheOption_andWhatWasExpected() {
    XCTAssertEqual(
      message("count", [.int(0)]), "option count: expects an INT from 1 to 10, got 0")
    XCTAssertEqual(
      message("count", [.int(11)]), "option count: expects an INT from 1 to 10, got 11")
    XCTAssertEqual(
      message("level", [.int(1)]), "option level: expects DOUBLE, got INT 1: write 1.0")
    XCTAssertEqual(
      message("level", [.double(.nan)]), "option level: expects a number, got NaN")
    XCTAssertEqual(
      message("level", [.double(.infinity)]),
      "option level: expects a DOUBLE from 0.0 to 1.0, got inf")
    XCTAssertEqual(
      message("every", [.duration(nanoseconds: 5_000_000)]),
      "option every: expects a DURATION of at least 1s, got 5ms")
    XCTAssertEqual(
      message("mode", [.string("slow\n")]),
      "option mode: expects one of 'fast', 'exact', got 'slow\\n'")
    XCTAssertEqual(
      message("on", [.string("yes")]), "option on: expects BOOL, got STRING 'yes'")
    XCTAssertEqual(
      message("on", []), "option on: expects one BOOL, got none")
    XCTAssertEqual(
      message("on", [.bool(true), .bool(false)]),
      "option on: expects one BOOL, got BOOL TRUE, BOOL FALSE")
    XCTAssertEqual(
      message("pair", [.double(1)]),
      "option pair: expects 2 values (DOUBLE, STRING), got DOUBLE 1.0")
    XCTAssertEqual(
      message("pair", [.double(1), .int(2)]), "option pair: expects STRING, got INT 2")
    XCTAssertEqual(
      message("tag", [.string("a"), .int(2)]), "option tag: expects STRING, got INT 2")
    XCTAssertEqual(
      message("level\u{1}", []),
      "option level\\u{1}: is not declared; known are on, count, level, field, mode, every, tag, pair"
    )
    XCTAssertThrowsError(try Options(declarations)) {
      XCTAssertEqual(
        "\($0)", "option field: is required; set it in the TICKscript: .field(STRING)")
    }
    XCTAssertThrowsError(
      try Options([], mentions: [Option(name: "x", values: [])])
    ) { XCTAssertEqual("\($0)", "option x: is not declared; this UDF has no options") }
  }

  func testHandlerThatMisreads_isTold() throws {
    let options = try options([])
    XCTAssertThrowsError(try options.double("count")) {
      XCTAssertEqual("\($0)", "option count: is read as DOUBLE, but it is INT 5")
    }
    XCTAssertThrowsError(try options.int("tag")) {
      XCTAssertEqual("\($0)", "option tag: is read as INT, but it has 0 values")
    }
    XCTAssertThrowsError(try options.int("nothing"))
    XCTAssertThrowsError(try options.doubles("field"))
  }

  func testSignatures_areAsTICKscriptWritesThem() {
    XCTAssertEqual(
      declarations.map(\.signature),
      [
        ".on(BOOL)", ".count(INT)", ".level(DOUBLE)", ".field(STRING)", ".mode(STRING)",
        ".every(DURATION)", ".tag(STRING...)", ".pair(DOUBLE, STRING)",
      ])
  }

  func testDefaultsOfAConfiguration_replaceThoseDeclared() throws {
    let info = UDFInfo(options: declarations)
    let changed = try info.settingDefaults(["count": [.int(7)], "field": [.string("w")]])
    let options = try Options(changed.options)
    XCTAssertEqual(try options.int("count"), 7)
    XCTAssertEqual(changed.option(named: "field")?.isRequired, false)
    XCTAssertEqual(try options.string("field"), "w")
    XCTAssertThrowsError(try info.settingDefaults(["count": [.int(70)]]))
    XCTAssertThrowsError(try info.settingDefaults(["nothing": [.int(70)]]))
  }

  func testDeclarationsThatMakeNoSense_areNamed() {
    for (options, text): ([OptionDeclaration], String) in [
      ([.int("a-b")], "option a-b: is no name that a TICKscript can write"),
      ([.int("1a")], "option 1a: is no name"), ([.int("")], "option : is no name"),
      ([.int("a"), .bool("a")], "option a: is declared twice"),
      ([OptionDeclaration(name: "a", types: [])], "option a: is declared without a type"),
      ([.int("a", default: 0, min: 1)], "option a: expects an INT of at least 1, got 0"),
    ] {
      XCTAssertThrowsError(try UDFInfo(options: options).checked()) {
        XCTAssertTrue("\($0)".hasPrefix(text), "\($0)")
      }
    }
    XCTAssertNoThrow(try UDFInfo(options: declarations).checked())
  }

  func testDurations_areWrittenInTheirLargestUnit() {
    for (nanoseconds, text): (Int64, String) in [
      (0, "0s"), (1, "1ns"), (1_000, "1u"), (1_500, "1500ns"), (90_000_000_000, "90s"),
      (7_200_000_000_000, "2h"), (-60_000_000_000, "-1m"), (604_800_000_000_000, "1w"),
    ] {
      XCTAssertEqual(OptionValue.duration(nanoseconds: nanoseconds).text, text)
    }
    XCTAssertEqual(Duration.seconds(Int64.max).wholeNanoseconds, .max)
    XCTAssertEqual(Duration.seconds(Int64.min).wholeNanoseconds, .min)
    XCTAssertEqual(Duration.milliseconds(-1_500).wholeNanoseconds, -1_500_000_000)
  }
}
