import PlainText
import XCTest

final class DurationTextTests: XCTestCase {
  func testDurations() {
    let known: [(String, Int64?)] = [
      ("10s", 10_000_000_000), ("1h30m", 5_400_000_000_000), ("500ms", 500_000_000),
      ("200us", 200_000), ("200u", 200_000), ("7µs", 7_000), ("1.5s", 1_500_000_000), ("0", 0),
      ("-3m", -180_000_000_000), ("2d", 172_800_000_000_000), ("1w", 604_800_000_000_000),
      ("3ns", 3), ("", nil), ("-", nil), ("10", nil), ("s", nil), ("1x", nil), ("1.s", nil),
      ("10 s", nil), ("1e3s", nil), ("99999999999999w", nil), ("9223372036854775807ns", .max),
      ("9223372036854775807ns1ns", nil), ("1..5s", nil), ("٣s", nil),
    ]
    for (text, nanoseconds) in known {
      XCTAssertEqual(DurationText.nanoseconds(text), nanoseconds, text)
    }
    for nanoseconds: Int64 in [0, 1, 1_500, 90_000_000_000, 1_500_000_000, 7_200_000_000_000] {
      for text in [
        DurationText.go(nanoseconds: nanoseconds),
        DurationText.tickScript(nanoseconds: nanoseconds),
      ] {
        XCTAssertEqual(DurationText.nanoseconds(text), nanoseconds, text)
      }
    }
    XCTAssertEqual(DurationText.go(nanoseconds: 172_800_000_000_000), "48h")
    XCTAssertEqual(DurationText.tickScript(nanoseconds: 172_800_000_000_000), "2d")
    XCTAssertEqual(DurationText.go(nanoseconds: 5_000), "5us")
    XCTAssertEqual(DurationText.tickScript(nanoseconds: 5_000), "5u")
  }
}
