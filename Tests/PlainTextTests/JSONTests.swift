import PlainText
import XCTest

final class JSONTests: XCTestCase {
  private func read(_ text: String) throws -> JSONValue {
    try Array(text.utf8).withUnsafeBytes { try JSONReader.read($0) }
  }

  func testRead_documents() throws {
    let text = #" {"a\u00e9\n\ud83d\ude00" : [1, 2.5, -3e2], "b": [] , "c":[1,"x",null,true]} "#
    XCTAssertEqual(
      try read(text),
      [
        "a\u{e9}\n\u{1F600}": .numbers([1, 2.5, -300]), "b": [],
        "c": [.number(1), "x", .null, true],
      ])
  }

  func testRead_wholeNumbers_areExact_andAllElseIsTheNearestFloat() throws {
    let known: [(String, JSONValue)] = [
      ("9007199254740993", .integer(9_007_199_254_740_993)), ("0", 0), ("-17", .integer(-17)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(0x1p63)), ("1.0", .number(1)), ("1e3", .number(1000)),
      ("Infinity", .number(.infinity)),
    ]
    for (text, value) in known { XCTAssertEqual(try read(text), value, text) }
    guard case .number(let zero) = try read("-0") else { return XCTFail("no float") }
    XCTAssertEqual(zero.sign, .minus)
    guard case .numbers(let numbers) = try read("[NaN, 1]") else { return XCTFail("no numbers") }
    XCTAssert(numbers[0].isNaN)
  }

  func testRead_whatIsNoJSON_isRefusedWithItsPlace() {
    for text in [
      "", "{", "[1,]", "{\"a\"}", "{\"a\":}", "[1 2]", "\"abc", "\"\\x\"", "\"\\u12\"", "tru",
      "nul", "{a:1}", "[1] 2", "{\"a\":1,}", "\u{0}",
    ] {
      XCTAssertThrowsError(try read(text), text)
    }
    XCTAssertThrowsError(try read("[1, x]")) {
      XCTAssertEqual("\($0)", "is no valid JSON: a value was expected (byte 4)")
    }
  }

  func testRead_deepNesting_isAnError() {
    XCTAssertNoThrow(
      try read(String(repeating: "[", count: 256) + String(repeating: "]", count: 256)))
    XCTAssertThrowsError(try read(String(repeating: "[", count: 1 << 20)))
  }

  func testText_isReadBackAsTheSame() throws {
    let document: JSONValue = [
      "name\u{1b}\n\"": "é\u{7f}", "count": .count(.max), "values": .numbers([0.1, 2.5]),
      "nothing": .null, "list": [true, "x"], "empty": .object([]),
    ]
    XCTAssertEqual(try read(document.text), document)
    XCTAssertEqual(JSONValue.list([.number(.nan), .number(.infinity)]).text, "[null,null]")
    XCTAssertEqual((["a\u{1}": "\u{85}"] as JSONValue).text, #"{"a\u0001":"\u0085"}"#)
  }
}
