import Foundation
import ModelRuntime
import XCTest

final class CompressionTests: XCTestCase {
  private func compressed(_ command: String) throws -> [UInt8] {
    let directory = try Tool.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("file")
    _ = try Tool.run("/bin/sh", ["-c", "\(command) > \(file.path)"])
    return [UInt8](try Data(contentsOf: file))
  }

  /// 200 MB of zeros in 200 kB.
  func testBomb_isRefusedBeforeItIsLarge() throws {
    let bomb = try compressed("head -c 200000000 /dev/zero | gzip -9")
    XCTAssertLessThan(bomb.count, 300_000)
    XCTAssertThrowsError(try ModelLoader.load(bomb)) { error in
      XCTAssertEqual((error as? ModelError)?.kind, .tooLarge)
    }
  }

  func testWhatIsCutOrChanged_isDamaged() throws {
    let whole = try compressed("head -c 100000 /dev/urandom | gzip -9")
    for bytes in [Array(whole.dropLast(9)), Array(whole[..<20])] {
      XCTAssertThrowsError(try ModelLoader.load(bytes)) { error in
        XCTAssertEqual((error as? ModelError)?.kind, .damaged)
      }
    }
    var changed = whole
    changed[5_000] ^= 0xFF
    XCTAssertThrowsError(try ModelLoader.load(changed))
  }

  func testOthers_areRefusedWithTheRemedy() {
    for (magic, name) in [
      ([0x42, 0x5A, 0x68, 0x39], "bzip2"), ([0x04, 0x22, 0x4D, 0x18], "lz4"),
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
    ] as [([UInt8], String)] {
      XCTAssertThrowsError(try ModelLoader.load(magic + [0, 0, 0])) { error in
        let text = "\(error)"
        XCTAssert(text.contains(name) && text.contains("joblib.dump"), text)
      }
    }
  }
}
