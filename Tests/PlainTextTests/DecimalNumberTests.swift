import Glibc
import PlainText
import XCTest

final class DecimalNumberTests: XCTestCase {
  private func parse(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { DecimalNumber.parse(whole: UnsafeRawBufferPointer($0)) }
  }

  func testNumbers() {
    var texts = [
      "0", "-0", "1", "-1.5", "+2", ".5", "5.", "1e3", "1E-3", "1e+22", "1e23",
      "123456789012345678",
      "12345678901234567890123", "9007199254740993", "1.7976931348623157e308", "1e309", "-1e400",
      "4.9e-324", "2e-324", "1e-400", "2.2250738585072011e-308", "0.1", "1.0000000180025095e-35",
      "3.4028234663852886e+38", "179769313486231580793e289", "1e00000000000000000000005",
      "0.000000000000000000000000000000000000000000001234", "8.5e22", "1e-22", "1.1e-23",
    ]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      texts.append("\(Double(bitPattern: random.next() & ~(1 << 62)))")
      texts.append("\(Float(bitPattern: UInt32(truncatingIfNeeded: random.next())))")
      texts.append(
        "\(random.next()).\(random.next())e\(Int.random(in: -330...330, using: &random))")
    }
    for text in texts where !text.contains("nan") && !text.contains("inf") {
      XCTAssertEqual(parse(text)?.bitPattern, strtod(text, nil).bitPattern, text)
    }
  }

  func testWords() {
    XCTAssertEqual(parse("Infinity"), .infinity)
    XCTAssertEqual(parse("-inf"), -.infinity)
    XCTAssertTrue(parse("NaN")?.isNaN ?? false)
    XCTAssertTrue(parse("-nan")?.isNaN ?? false)
  }

  func testRefused() {
    for text in ["", "-", ".", "e5", "0x10", "1 ", " 1", "1e", "in", "1,5", "--1"] {
      XCTAssertNil(parse(text), text)
    }
  }
}
