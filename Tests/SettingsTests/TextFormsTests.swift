import Settings
import XCTest

final class TextFormsTests: XCTestCase {
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
}
