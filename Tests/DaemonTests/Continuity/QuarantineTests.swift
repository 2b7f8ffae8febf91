import Foundation
import XCTest

@testable import Daemon

final class QuarantineTests: XCTestCase {
  private var directory = ""
  private var quarantine: String { "\(directory)/quarantine" }

  override func setUpWithError() throws { directory = try TemporaryDirectory.make() }
  override func tearDown() { TemporaryDirectory.remove(directory) }

  private func keep(_ bytes: [UInt8]) -> String? {
    let content = QuarantinedContent(
      udf: "a b", task: "t", node: "n", deaths: 2, faults: 2, session: [], handlerState: [])
    return bytes.withUnsafeBytes { Quarantine(directory: quarantine).keep($0, content) }
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    XCTAssertEqual(lstat(path, &status), 0, path)
    return status.st_mode & 0o777
  }

  func testFramesAreForTheDaemonsUserAlone() throws {
    let path = try XCTUnwrap(keep([2, 1, 2]))
    XCTAssertEqual(mode(quarantine), 0o700)
    XCTAssertEqual(mode(path), 0o600)
    let content = try XCTUnwrap(QuarantinedFrame.read(path))
    XCTAssertEqual(content.udf, "a b")
    XCTAssertEqual(content.frame, [2, 1, 2])
  }

  func testAtMostSoManyFilesAreKept() throws {
    for _ in 0..<Quarantine.maximumFiles { XCTAssertNotNil(keep([0])) }
    XCTAssertNil(keep([0]))
    XCTAssertEqual(QuarantinedFrame.list(in: quarantine).count, Quarantine.maximumFiles)
  }

  func testAtMostSoManyBytesAreKept() throws {
    let path = try XCTUnwrap(keep([0]))
    // Sparse: the size is what counts.
    XCTAssertEqual(truncate(path, Quarantine.maximumBytes - 50), 0)
    XCTAssertNil(keep([UInt8](repeating: 0, count: 60)))
    XCTAssertEqual(truncate(path, Quarantine.maximumBytes / 2), 0)
    XCTAssertNotNil(keep([UInt8](repeating: 0, count: 60)))
  }

  func testALinkIsNotFollowed() throws {
    let path = try XCTUnwrap(keep([2, 1, 2]))
    let link = "\(quarantine)/link.frame"
    XCTAssertEqual(symlink(path, link), 0)
    XCTAssertEqual(QuarantinedFrame.list(in: quarantine).count, 1)
    XCTAssertThrowsError(try QuarantinedFrame.read(link))
  }
}
