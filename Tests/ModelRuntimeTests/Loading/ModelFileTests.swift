import Foundation
import ModelRuntime
import XCTest

final class ModelFileTests: XCTestCase {
  func testErrors_nameTheFileAndWhatToDo() throws {
    XCTAssertThrowsError(try ModelFile.read(path: "/nonexistent/model.pkl")) { error in
      XCTAssertEqual(
        "\(error)",
        "/nonexistent/model.pkl: cannot be opened: No such file or directory; check the path; "
          + "relative paths start in models_directory")
    }
    XCTAssertThrowsError(try ModelFile.read(path: "/")) { error in
      XCTAssert("\(error)".contains("not a regular file"), "\(error)")
    }
    let directory = try Tool.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("large")
    try Data(count: 1_000).write(to: file)
    XCTAssertThrowsError(
      try ModelFile.read(path: file.path, limits: ModelLimits(maximumFileBytes: 999))
    ) { error in XCTAssertEqual((error as? ModelError)?.kind, .tooLarge) }
    XCTAssertEqual(try ModelFile.read(path: file.path).count, 1_000)
  }

  /// FIPS 180-4's examples.
  func testDigests_areSHA256() {
    XCTAssertEqual(
      SHA256.hexadecimal(of: Array("abc".utf8)),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    XCTAssertEqual(
      SHA256.hexadecimal(of: []),
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    XCTAssertEqual(
      SHA256.hexadecimal(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}
