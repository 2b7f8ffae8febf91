import PlainText
import XCTest

final class OneLineTests: XCTestCase {
  func testEscaping_leavesNothingThatEndsALineOrMovesACursor() {
    XCTAssertEqual(
      OneLine.escaping("a\nb\r\tc\u{1b}[2J\u{85}\u{2028}é"), #"a\nb\r\tc\u{1b}[2J\u{85}\u{2028}é"#)
  }

  func testEscaping_cutsToALength() {
    XCTAssertEqual(OneLine.escaping("äöü", maximumCharacters: 2), "äö...")
    XCTAssertEqual(OneLine.escaping("äö", maximumCharacters: 2), "äö")
  }

  func testQuoting_isShort() {
    XCTAssertEqual(OneLine.quoting("a\nb"), #"'a\nb'"#)
    XCTAssertEqual(OneLine.quoting(String(repeating: "x", count: 1 << 20)).count, 125)
  }
}
