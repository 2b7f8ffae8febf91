import XCTest

@testable import Lambda

final class FunctionTests: XCTestCase {
  func testRound() {
    XCTAssertEqual(value("round(2.5)"), .float(3))
    XCTAssertEqual(value("round(-2.5)"), .float(-3))
    XCTAssertEqual(value("round(99.398801, 2)"), .float(99.4))
    XCTAssertEqual(value("round(2.675, 2)"), .float(2.67))  // the float lies below the half
    XCTAssertEqual(value("round(0.125, 2)"), .float(0.13))  // exactly a half
    XCTAssertEqual(value("round(1234.5, -2)"), .float(1200))
    XCTAssertEqual(value("round(1e300, 2)"), .float(1e300))
    XCTAssertEqual(value("round(1.005, 2)"), .float(1))
  }

  /// Every rounding agrees with the exact decimal value, halves away from zero.
  func testRoundIsDecidedByTheExactValue() throws {
    var state: UInt64 = 42
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let x = Double(state >> 44) / 1000 + 0.0005
      let text = String(format: "%.60f", x)
      var digits = Array(text.utf8.filter { $0 != 0x2E })
      let point = text.utf8.firstIndex(of: 0x2E)!.utf16Offset(in: text)
      let roundsUp = digits[point + 2] >= 0x35
      digits = Array(digits[..<(point + 2)])
      let hundredths = Double(String(decoding: digits, as: UTF8.self))! + (roundsUp ? 1 : 0)
      XCTAssertEqual(GoMath.round(x, digits: 2), hundredths / 100, "\(x)")
    }
  }

  func testMixedArithmeticIsFloat() {
    XCTAssertEqual(value("1 + 2.5"), .float(3.5))
    XCTAssertEqual(value("7 / 2"), .int(3))
    XCTAssertEqual(value("7 / 2.0"), .float(3.5))
    XCTAssertEqual(value("max(1, 2.5)"), .float(2.5))
  }

  func testStrings() {
    XCTAssertEqual(value("strSubstring('abc', 1, 3)"), .string("bc"))
    XCTAssertEqual(value("strReplace('aXbX', 'X', '', -1)"), .string("ab"))
    XCTAssertEqual(value("strReplace('ab', '', '-', -1)"), .string("-a-b-"))
    XCTAssertEqual(value("strToUpper('straße')"), .string("STRAßE"))
    XCTAssertEqual(value("regexReplace(/(a+)(b)?/, 'aab ac', '<$2$1>')"), .string("<baa> <a>c"))
    XCTAssertEqual(value("regexReplace(/ö/, 'öl', 'oe')"), .string("oel"))
    XCTAssertEqual(value("string(1.0)"), .string("1"))
    XCTAssertEqual(value("string(1e21)"), .string("1000000000000000000000"))
    XCTAssertEqual(value("string(0.000001)"), .string("0.000001"))
    XCTAssertEqual(value("humanBytes(1500)"), .string("1.5 kB"))
  }

  func testDivisionByZeroIsAnErrorOfTheExpression() throws {
    let evaluation = try Evaluation("1 / \"i\"")
    XCTAssertNil(evaluation(["i": .int(0)]))
    XCTAssertEqual(evaluation.machine.failure?.message, "division of an int by zero")
    XCTAssertEqual(evaluation(["i": .int(1)]), .int(1))
    let least = try Evaluation("\"i\" / \"j\"")
    XCTAssertEqual(least(["i": .int(.min), "j": .int(-1)]), .int(.min))
  }

  func testMissingFieldsAreNamed() throws {
    let evaluation = try Evaluation("\"x\" + 1.0")
    XCTAssertNil(evaluation([:]))
    XCTAssertEqual(evaluation.machine.failure?.missing, "x")
    let guarded = try Evaluation("if(isPresent(\"x\"), \"x\", 0)")
    XCTAssertEqual(guarded([:]), .int(0))
    XCTAssertEqual(guarded(["x": .float(2)]), .float(2))
  }

  /// More combinations of types than are kept: the oldest code is made anew, the values stay right.
  func testTypesThatChangeFromPointToPoint() throws {
    let names = ["a", "b", "c", "d", "e", "f"]
    let evaluation = try Evaluation(names.map { "\"\($0)\"" }.joined(separator: " + "))
    for round in 0..<3 {
      for mask in 0..<64 {
        var fields: [String: LambdaValue] = [:]
        for (bit, name) in names.enumerated() {
          fields[name] = mask >> bit & 1 == 1 ? .int(2) : .float(2)
        }
        let expected: LambdaValue = mask == 63 ? .int(12) : .float(12)
        XCTAssertEqual(evaluation(fields), expected, "round \(round), \(mask)")
      }
    }
  }

  func testTimeZones() throws {
    let berlin = try LambdaTimeZone(named: "Europe/Berlin")
    let hour = try Evaluation("hour(\"time\")", zone: berlin)
    XCTAssertEqual(hour([:], time: 1_500_000_000_000_000_000), .int(4))  // summer
    XCTAssertEqual(hour([:], time: 1_485_000_000_000_000_000), .int(13))  // winter
    // Far behind the file's table: the rule in its footer.
    XCTAssertEqual(hour([:], time: 4_090_000_000_000_000_000), .int(1))
    XCTAssertThrowsError(try LambdaTimeZone(named: "../../etc/passwd"))
    XCTAssertThrowsError(try LambdaTimeZone(named: "Europe/Nowhere"))
  }

  /// Against the C library, over zones with odd rules and hundred and fifty years.
  func testZonesAgreeWithTheCLibrary() throws {
    for name in [
      "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
      "Africa/Casablanca",
    ] {
      let zone = try LambdaTimeZone(named: name)
      setenv("TZ", name, 1)
      tzset()
      for step in 0..<4_000 {
        var time = time_t(-1_000_000_000 + step * 1_400_000)
        var local = tm()
        localtime_r(&time, &local)
        XCTAssertEqual(zone.offset(at: Int64(time)), Int64(local.tm_gmtoff), "\(name) \(time)")
      }
    }
    unsetenv("TZ")
    tzset()
  }
}
