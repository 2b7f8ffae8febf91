import KapacitorUDF
import XCTest

final class RollingWindowTests: XCTestCase {
  func testMeanAndDeviation_agreeWithAPlainCalculation_forLong() {
    var window = RollingWindow(size: 50)
    var values: [Double] = []
    for step in 0..<20_000 {
      // A level that is large against its spread: what naive sums get wrong.
      let value = 1e6 + Double((step &* 7919) % 1000) / 100
      window.append(value)
      values.append(value)
      if step % 97 != 0 { continue }
      let last = values.suffix(50)
      let mean = last.reduce(0, +) / Double(last.count)
      let variance = last.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(last.count)
      XCTAssertEqual(window.mean, mean, accuracy: 1e-8)
      XCTAssertEqual(window.standardDeviation, variance.squareRoot(), accuracy: 1e-6)
    }
  }

  func testDistance_isAlwaysFinite() {
    var window = RollingWindow(size: 3)
    XCTAssertEqual(window.distance(of: 5), 0)
    window.append(1)
    XCTAssertEqual(window.distance(of: 5), 0)
    window.append(1)
    XCTAssertEqual(window.distance(of: 1), 0)
    XCTAssertEqual(window.distance(of: 1.5), RollingWindow.maximumDistance)
    window.append(.greatestFiniteMagnitude)
    XCTAssertTrue(window.distance(of: -.greatestFiniteMagnitude).isFinite)
  }

  func testRestored_continuesBitForBit() throws {
    var window = RollingWindow(size: 7)
    for step in 0..<100 {
      let snapshot = Snapshot { window.write(to: &$0) }
      var restored = RollingWindow(size: 1)
      try snapshot.read { restored = try RollingWindow(from: &$0) }
      XCTAssertEqual(restored, window)
      let value = Double(step) * 0.1
      XCTAssertEqual(restored.score(value).bitPattern, window.score(value).bitPattern)
    }
  }

  func testDamage_isRefused() throws {
    var window = RollingWindow(size: 3)
    for value in [1.0, 2, 3, 4] { window.append(value) }
    let bytes = Snapshot { window.write(to: &$0) }.bytes
    for (index, byte): (Int, UInt8) in [(0, 2), (0, 0), (8, 3), (8, 9), (7, 0x80), (39, 1)] {
      var damaged = bytes
      damaged[index] = byte
      XCTAssertThrowsError(
        try Snapshot(damaged).read { _ = try RollingWindow(from: &$0) }, "\(index)")
    }
  }
}
