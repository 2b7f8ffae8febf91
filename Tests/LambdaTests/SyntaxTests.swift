import XCTest

@testable import Lambda

final class SyntaxTests: XCTestCase {
  func testLiterals() {
    XCTAssertEqual(value("010"), .int(8))
    XCTAssertEqual(value("5."), .float(5))
    XCTAssertEqual(value(".5"), .float(0.5))
    XCTAssertEqual(value("1e3"), .float(1000))
    XCTAssertEqual(value("2.5E-1"), .float(0.25))
    XCTAssertEqual(value("010s"), .duration(nanoseconds: 10_000_000_000))
    XCTAssertEqual(value("1h30m"), .duration(nanoseconds: 5_400_000_000_000))
    XCTAssertEqual(value("40000w"), .duration(nanoseconds: 5_745_255_926_290_448_384))
    XCTAssertEqual(value("'it\\'s'"), .string("it's"))
    XCTAssertEqual(value("'a\\nb'"), .string("a\\nb"))
    XCTAssertEqual(value("'''q's'''"), .string("q's"))
    XCTAssertEqual(value("''"), .string(""))
  }

  func testPrecedence() {
    XCTAssertEqual(value("2 + 3 * 4 - 1"), .int(13))
    XCTAssertEqual(value("5--3"), .int(8))
    XCTAssertEqual(value("TRUE OR FALSE AND FALSE"), .bool(true))
    XCTAssertEqual(value("1 < 2 == TRUE"), .bool(true))
    XCTAssertEqual(value("-2 * -3"), .int(6))
  }

  func testCommentsMayStandAnywhere() {
    XCTAssertEqual(value("1 // one\n + 2 // two"), .int(3))
  }

  func testErrorsNameTheColumnAndWhatWasExpected() {
    XCTAssertEqual(
      refusal("1 + )")?.description,
      "column 5: unexpected ); expected a number, a string, a duration, a \"field\", a name, "
        + "TRUE, FALSE, (, - or !")
    XCTAssertEqual(refusal("\"a\" > 1 and TRUE")?.column, 9)
    XCTAssertEqual(refusal("\"a\"\n  ? 1")?.line, 2)
    XCTAssertEqual(
      refusal("08")?.description, "column 1: illegal number 08: a leading 0 means octal")
    XCTAssertTrue(refusal("'abc")?.message.contains("closed by '") ?? false)
    XCTAssertTrue(refusal("1 = 2")?.message.contains("==") ?? false)
    XCTAssertTrue(refusal("\"s\" =~ /(/")?.message.contains("does not compile") ?? false)
  }

  func testUnknownNamesSuggestTheNearest() {
    let names: LambdaNames = ["threshold": .constant(.float(1))]
    XCTAssertTrue(
      refusal("treshold > 1.0", names: names)?.message.contains("did you mean threshold") ?? false)
  }

  /// Depth and size are bounded: none of these may recurse without end or take long.
  func testHostileShapes() {
    let depth = 100_000
    XCTAssertNotNil(refusal(String(repeating: "(", count: 60_000)))
    XCTAssertNotNil(refusal(String(repeating: "-", count: 60_000) + "1"))
    XCTAssertNotNil(refusal(String(repeating: "abs(", count: 15_000)))
    XCTAssertNotNil(refusal(String(repeating: "1+", count: 20_000) + "1"))
    XCTAssertNotNil(refusal(String(repeating: "x", count: depth)))
    XCTAssertEqual(value(String(repeating: "1+", count: 390) + "1"), .int(391))
    XCTAssertEqual(
      value(String(repeating: "(", count: 390) + "7" + String(repeating: ")", count: 390)), .int(7))
  }
}
