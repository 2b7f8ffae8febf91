import XCTest

@testable import KapacitorPeer

final class FigureTests: XCTestCase {
  func testFigures() {
    XCTAssertEqual(Figure.count(0), "0")
    XCTAssertEqual(Figure.count(1_234_567), "1,234,567")
    XCTAssertEqual(Figure.time(9_999), "9999 ns")
    XCTAssertEqual(Figure.time(40_250), "40.3 us")
    XCTAssertEqual(Figure.time(12_340_000), "12.3 ms")
    XCTAssertEqual(Figure.decimal(-0.05, 2), "-0.05")
    XCTAssertEqual(Figure.decimal(2, 3), "2.000")
    XCTAssertEqual(Figure.decimal(.nan, 1), "nan")
    XCTAssertEqual(Figure.bytes(5 << 20), "5120 KiB")
    XCTAssertEqual(Figure.bytes(50 << 20), "50.0 MiB")
  }
}
