import Settings
import XCTest

final class SettingTableTests: XCTestCase {
  private let keys = [
    KeyDeclaration("handler", .string, isRequired: true, summary: "Which handler."),
    KeyDeclaration("model", .string, summary: "Which model."),
    KeyDeclaration("max_busy", .duration, default: "60s", minimum: "1s", summary: "How long."),
    KeyDeclaration("rows", .integer, default: 64, minimum: 1, maximum: 64, summary: "Rows."),
    KeyDeclaration("ring", .byteSize, default: "256KiB", maximum: "4MiB", summary: "Ring."),
    KeyDeclaration("mode", .fileMode, default: "0660", summary: "Bits."),
    KeyDeclaration("on_error", .choice(["pass", "drop", "fail"]), default: "pass", summary: "?"),
    KeyDeclaration("inputs", .oneOrMany(.string), default: [], summary: "Fields."),
    KeyDeclaration("loops", .either(.choice(["auto"]), .integer), default: "auto", summary: "?"),
  ]

  private func table(_ entries: (String, SettingValue)...) -> SettingTable {
    SettingTable(entries, path: SettingPath("udf", "a"))
  }

  func testOrderIsAsWritten() {
    let settings: SettingTable = ["z": 1, "a": 2, "m": ["y": true, "b": false]]
    XCTAssertEqual(settings.keys, ["z", "a", "m"])
    XCTAssertEqual(try settings.table("m")?.keys, ["y", "b"])
    XCTAssertEqual(try settings.table("m")?["b"]?.path.description, "m.b")
  }

  func testTypedReadingAndDefaults() throws {
    let settings = table(("handler", "score"), ("inputs", ["a", "b"]), ("ring", 4096))
    XCTAssertEqual(try settings.string("handler"), "score")
    XCTAssertNil(try settings.string("model"))
    XCTAssertEqual(try settings.duration(of: keys[2]), 60_000_000_000)
    XCTAssertEqual(try settings.integer(of: keys[3]), 64)
    XCTAssertEqual(try settings.byteSize(of: keys[4]), 4096)
    XCTAssertEqual(try settings.fileMode(of: keys[5]), 0o660)
    XCTAssertEqual(try settings.strings(of: keys[7]), ["a", "b"])
    XCTAssertEqual(try table(("inputs", "one")).strings(of: keys[7]), ["one"])
    XCTAssertEqual(try settings.number("ring"), 4096.0)
  }

  func testEveryProblemIsOneLineThatNamesTheKey() {
    func problem(_ entries: (String, SettingValue)...) -> String {
      SettingTable(entries + [("handler", "x")], path: SettingPath("udf", "a"))
        .problems(against: keys).map(\.description).joined(separator: "\n")
    }
    XCTAssertEqual(
      problem(("modle", "x")), #"udf.a.modle: there is no such key; did you mean "model"?"#)
    XCTAssertEqual(
      problem(("model", 1)), "udf.a.model: expected a string, found an integer, 1")
    XCTAssertEqual(
      problem(("max_busy", "1ms")), #"udf.a.max_busy: "1ms" is too small; the least is "1s""#)
    XCTAssertEqual(
      problem(("max_busy", "soon")),
      #"udf.a.max_busy: expected a duration such as "10s", found a string, "soon""#)
    XCTAssertEqual(problem(("rows", 65)), "udf.a.rows: 65 is too large; the greatest is 64")
    XCTAssertEqual(
      problem(("ring", "8MiB")), #"udf.a.ring: "8MiB" is too large; the greatest is "4MiB""#)
    XCTAssertEqual(
      problem(("mode", 660)),
      #"udf.a.mode: expected permission bits in quotes, such as "0660", found an integer, 660"#)
    XCTAssertEqual(
      problem(("on_error", "dorp")),
      #"udf.a.on_error: expected one of "pass", "drop", "fail", found "dorp"; did you mean "drop"?"#
    )
    XCTAssertEqual(
      problem(("loops", "many")),
      #"udf.a.loops: expected "auto" or an integer, found a string, "many""#)
    XCTAssertEqual(
      problem(("inputs", ["a", 2])), "udf.a.inputs[1]: expected a string, found an integer, 2")
    XCTAssertEqual(
      table(("model", "x")).problems(against: keys).map(\.description),
      ["udf.a.handler: is missing; expected a string; Which handler."])
  }

  func testUnknownKeyWithoutANearOneListsWhatIsKnown() {
    let settings = table(("qqqq", 1))
    XCTAssertEqual(
      settings.problems(against: [keys[1]]).map(\.description),
      ["udf.a.qqqq: there is no such key; known here: model"])
  }

  func testPlaceIsNamedFirst() {
    let place = SettingPlace(file: "udfd.toml", line: 3, column: 1)
    let setting = Setting(key: "a b", path: SettingPath("a b"), place: place, value: 1)
    XCTAssertEqual(
      setting.error("is odd", remedy: "even it").description,
      #"udfd.toml:3:1: "a b": is odd; even it"#)
  }

  func testContentIsComparedWithoutPlaces() {
    let one: SettingTable = ["a": 1, "b": ["x", 2.0], "c": ["d": true]]
    let same: SettingTable = ["a": 1, "b": ["x", 2.0], "c": ["d": true]]
    XCTAssertTrue(one.hasSameContent(as: same))
    XCTAssertFalse(one.hasSameContent(as: ["a": 1, "b": ["x", 2], "c": ["d": true]]))
    XCTAssertFalse(one.hasSameContent(as: ["b": ["x", 2.0], "a": 1, "c": ["d": true]]))
    let place = SettingPlace(file: "--log-level")
    XCTAssertEqual(one.setting("a", to: 2, place: place)["a"]?.place, place)
  }

  func testControlCharactersNeverReachATerminal() {
    XCTAssertEqual(SettingValue.string("a\u{1b}[31m\"\n").description, #""a\u001B[31m\"\n""#)
  }
}
