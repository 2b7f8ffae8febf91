import XCTest

@testable import KapacitorPeer

final class TimeFormatTests: XCTestCase {
  func testRFC3339() {
    let cases: [(String, Int64)] = [
      ("1970-01-01T00:00:00Z", 0),
      ("2024-02-29T23:59:59.999999999Z", 1_709_251_199_999_999_999),
      ("2024-02-29t23:59:59.5+02:00", 1_709_243_999_500_000_000),
      ("2024-02-29 12:30", 1_709_209_800_000_000_000),
      ("2024-02-29", 1_709_164_800_000_000_000),
      ("1969-12-31T23:59:59.25Z", -750_000_000),
      ("1677-09-21T00:12:44Z", -9_223_372_036_000_000_000),
    ]
    for (text, nanoseconds) in cases {
      XCTAssertEqual(TimeFormat.rfc3339.parse(Substring(text)), nanoseconds, text)
    }
    let bad = [
      "", "2024", "2024-02-30", "2023-02-29", "2024-13-01", "2024-01-01T24:00:00Z", "2024-01-01T",
      "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+1", "2024-01-01T00:00:00Zx", "2300-01-01",
      "1600-01-01",
    ]
    for text in bad { XCTAssertNil(TimeFormat.rfc3339.parse(Substring(text)), text) }
  }

  func testEveryDay_isWrittenAndReadBack() {
    for day in stride(from: Int64(-100_000), through: 100_000, by: 37) {
      let time = day * 86_400_000_000_000 + 12_345_678_900
      let text = TimeFormat.rfc3339.format(time)
      XCTAssertEqual(TimeFormat.rfc3339.parse(Substring(text)), time, text)
    }
    XCTAssertEqual(TimeFormat.rfc3339.format(.max), "2262-04-11T23:47:16.854775807Z")
    let earliest = "1677-09-21T00:12:43.145224192Z"
    XCTAssertEqual(TimeFormat.rfc3339.format(.min), earliest)
    XCTAssertEqual(TimeFormat.rfc3339.parse(Substring(earliest)), .min)
  }

  func testEpochs() {
    XCTAssertEqual(TimeFormat.seconds.parse("1.5"), 1_500_000_000)
    XCTAssertEqual(TimeFormat.milliseconds.parse("-0.25"), -250_000)
    XCTAssertEqual(TimeFormat.nanoseconds.parse("7"), 7)
    XCTAssertNil(TimeFormat.seconds.parse("9223372037"))
    XCTAssertNil(TimeFormat.seconds.parse("1."))
    XCTAssertEqual(TimeFormat.seconds.format(1_500_000_000), "1.5")
    XCTAssertEqual(TimeFormat.milliseconds.format(-250_000), "-0.25")
    XCTAssertEqual(TimeFormat.seconds.format(-1_000_000_007), "-1.000000007")
  }

  func testGuess() {
    let cases: [(String, TimeFormat)] = [
      ("1700000000", .seconds), ("1700000000.5", .seconds), ("1700000000000", .milliseconds),
      ("1700000000000000", .microseconds), ("1700000000000000000", .nanoseconds),
      ("2020-01-01", .rfc3339), ("", .rfc3339),
    ]
    for (text, format) in cases {
      XCTAssertEqual(TimeFormat.guess(Substring(text).utf8), format, text)
    }
  }
}
