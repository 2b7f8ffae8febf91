import Settings
import XCTest

@testable import Daemon

final class TOMLDocumentTests: XCTestCase {
  private func parse(_ text: String) throws -> SettingTable {
    try TOMLDocument.parse(Array(text.utf8), file: "udfd.toml")
  }

  private func error(_ text: String) -> String {
    do {
      return "parsed: \(try parse(text).keys)"
    } catch { return "\(error)" }
  }

  func testValuesOrderAndPlaces() throws {
    let root = try parse(
      """
      [udf.wind]
      handler = "score"
      threshold = 1
      level = 1.0
      on = true
      since = 2024-01-02

      [udf.wind.let]
      z = 'a'
      a = '''b'''

      [[udf.wind.tests]]
      input = { speed = 9.5, names = ["x", "y"] }
      [[udf.wind.tests]]
      """)
    let wind = try XCTUnwrap(try root.table("udf")?.table("wind"))
    XCTAssertEqual(
      wind.keys, ["handler", "threshold", "level", "on", "since", "let", "tests"])
    XCTAssertEqual(wind["level"]?.place?.description, "udfd.toml:4:1")
    XCTAssertEqual(wind["since"]?.value.description, "2024-01-02")
    XCTAssertEqual(try wind.table("let")?.keys, ["z", "a"])
    let tests = try XCTUnwrap(try wind.tables("tests"))
    XCTAssertEqual(tests.count, 2)
    let input = try XCTUnwrap(try tests[0].table("input"))
    XCTAssertEqual(input["names"]?.path.description, "udf.wind.tests[0].input.names")
    XCTAssertEqual(try input.strings("names"), ["x", "y"])
    guard case .integer(1)? = wind["threshold"]?.value, case .number(1.0)? = wind["level"]?.value
    else { return XCTFail("integers and floats are kept apart") }
  }

  func testSyntaxErrorsNameLineAndColumn() {
    XCTAssertTrue(error("a = 1\nb = \n").hasPrefix("udfd.toml:2:"), error("a = 1\nb = \n"))
    XCTAssertTrue(
      error("mode = 0660").contains("udfd.toml:1:12: not valid TOML"), error("mode = 0660"))
    let duplicate = error("[udf.a]\nhandler = 'x'\nhandler = 'y'\n")
    XCTAssertTrue(duplicate.hasPrefix("udfd.toml:3:"), duplicate)
    XCTAssertTrue(duplicate.contains("handler"), duplicate)
    XCTAssertTrue(
      error("[udf.a]\n[udf.a]\n").hasPrefix("udfd.toml:2:"), error("[udf.a]\n[udf.a]\n"))
    XCTAssertFalse(error("a = \u{1b}[31m").contains("\u{1b}"))
  }

  /// What is typed wrong most often comes with what to type.
  func testSyntaxErrorsSayWhatToWrite() {
    for (text, hint) in [
      ("handler = mirror", "text stands in quotes"), ("mode = 0660", "a mode is text, \"0660\""),
      ("set = { x = \"abs(\"y\")\" }", "between apostrophes"),
      ("emit = \"x\" > 3", "between apostrophes"),
      ("set = { x = \"y\",\n z = \"w\" }", "a line for each"),
      ("handler: \"mirror\"", "joined by ="),
    ] {
      XCTAssertTrue(error(text).contains(hint), error(text))
    }
    XCTAssertFalse(error("[udf.a\n").contains("a line for each"), error("[udf.a\n"))
  }

  func testDeepNestingIsAnErrorAndNotACrash() {
    let deep = [
      String(repeating: "a.", count: 1_000_000) + "a = 1",
      "[" + String(repeating: "a.", count: 500_000) + "a]",
      "a = " + String(repeating: "[", count: 1_000_000),
      "a = " + String(repeating: "{a = ", count: 500_000),
      "a = [\n\"\"\"x\"\"\"\"\"," + String(repeating: "{\"x.y\".a=[\n", count: 100_000),
      String(repeating: "'.'.", count: 500_000) + "a = 1",
      String(repeating: "\"\\\"\".", count: 500_000) + "a = 1",
    ]
    for text in deep {
      XCTAssertTrue(error(text).contains("nested more than 32 deep"), String(text.prefix(40)))
    }
    XCTAssertTrue(
      error(String(repeating: "# x", count: 2 << 20)).contains("bytes; a configuration"))
  }

  /// Letters that the parser's table of white space says nothing of.
  func testLinesThatBeginWithAnyCharacter_areErrorsOrRead() {
    for scalar in (0xa0...0x30ff).compactMap(Unicode.Scalar.init) + ["\u{fefd}", "\u{feff}"] {
      for text in ["\(scalar) = 1", "a = 1\n \(scalar)", "a = \(scalar)1", "# \(scalar)"] {
        do { _ = try parse(text) } catch {
          XCTAssertFalse("\(error)".contains("\n"), "\(scalar.value)")
          XCTAssertFalse("\(error)".contains("gave up"), "\(scalar.value): \(error)")
        }
      }
    }
    XCTAssertTrue(
      error("\u{e9}t\u{e9} = 1").hasPrefix("udfd.toml:1:1: not valid TOML"),
      error("\u{e9}t\u{e9} = 1"))
  }

  func testWhatOnlyLooksDeepIsRead() throws {
    let dots = String(repeating: ".", count: 500)
    let text = """
      # \(dots)
      a = "\(dots)"  # \(String(repeating: "[", count: 100))
      b = '''
      \(dots) ' '' [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
      '''
      c = [\((0..<200).map { "\($0).5" }.joined(separator: ", "))]
      d = \"\"\"x\"\"\"\"\"
      e.f.g = 1
      """
    let root = try parse(text)
    XCTAssertEqual(root.keys, ["a", "b", "c", "d", "e"])
    XCTAssertEqual(try root.string("d"), "x\"\"")
  }

  func testRandomTokensNeverCrash() {
    var generator = SplitMix(state: 11)
    let tokens = [
      "[", "]", "{", "}", "[[", "]]", ".", "=", " = ", "'", "\"", "'\''", "\"\"\"", "#", "\n", " ",
      ",",
      "a", "b", "udf", "1", "-1", "0x", "0o17", "1e", "inf", "nan", "true", "tru", "1979-05-27",
      "07:32:00", "1979-05-27T07:32:00Z", "\\u00e9", "\\", "1_000", "_", "+", "1.", ".5", "\t",
      "\r\n",
    ]
    for _ in 0..<40_000 {
      let text = (0..<Int.random(in: 1...24, using: &generator))
        .map { _ in tokens.randomElement(using: &generator)! }.joined()
      do { _ = try parse(text) } catch {
        XCTAssertFalse("\(error)".contains("gave up"), "\(text.debugDescription): \(error)")
      }
    }
  }

  func testRandomBytesNeverCrash() {
    var generator = SplitMix(state: 7)
    let alphabet = Array("[]{}.='\"#\n ,a1_-\\\u{7f}é0x:TZ".utf8) + [0, 0xff, 0xc3]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator)!
      }
      do { _ = try TOMLDocument.parse(bytes, file: "x") } catch {
        XCTAssertFalse(error.description.contains("\n"))
      }
    }
  }
}

/// A small generator with a seed, so that a failure can be had again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
