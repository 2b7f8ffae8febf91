import Settings
import XCTest

final class TextFormsTests: XCTestCase {
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
      let text = DurationText.describe(nanoseconds: nanoseconds)
      XCTAssertEqual(DurationText.nanoseconds(text), nanoseconds, text)
    }
  }

  func testByteSizes() {
    let known: [(String, Int?)] = [
      ("4096", 4096), ("64MiB", 64 << 20), ("64 MiB", 64 << 20), ("1KB", 1000), ("1GiB", 1 << 30),
      ("", nil), ("MiB", nil), ("-1", nil), ("1TB", nil), ("99999999999GiB", nil), ("1.5MiB", nil),
    ]
    for (text, bytes) in known { XCTAssertEqual(ByteSizeText.bytes(text), bytes, text) }
    XCTAssertEqual(ByteSizeText.describe(bytes: 256 << 10), "256KiB")
    XCTAssertEqual(ByteSizeText.describe(bytes: 1500), "1500B")
    XCTAssertEqual(ByteSizeText.describe(bytes: 0), "0B")
  }

  func testFileModes() {
    XCTAssertEqual(FileModeText.bits("0660"), 0o660)
    XCTAssertEqual(FileModeText.bits("660"), 0o660)
    for wrong in ["0888", "66", "4755", "1777", "+660", "rw-rw----", ""] {
      XCTAssertNil(FileModeText.bits(wrong), wrong)
    }
    XCTAssertEqual(FileModeText.describe(0o60), "0060")
  }

  func testNearestName() {
    let keys = ["handler", "model", "on_missing", "on_error", "when", "let", "set"]
    XCTAssertEqual(NearestName.of("modle", among: keys), "model")
    XCTAssertEqual(NearestName.of("Model", among: keys), "model")
    XCTAssertEqual(NearestName.of("on-missing", among: keys), "on_missing")
    XCTAssertEqual(NearestName.of("onmissing", among: keys), "on_missing")
    XCTAssertEqual(NearestName.of("whne", among: keys), "when")
    XCTAssertNil(NearestName.of("threshold", among: keys))
    XCTAssertNil(NearestName.of(String(repeating: "x", count: 1 << 20), among: keys))
    XCTAssertNil(NearestName.of("", among: keys))
  }
}
