import CKernel
import Glibc
import XCTest

@testable import Daemon

final class ListeningSocketTests: XCTestCase {
  private var directory = ""
  private var path: String { directory + "/udf.sock" }

  override func setUpWithError() throws { directory = try ServedDirectory.temporaryDirectory() }

  override func tearDown() {
    for name in ["udf.sock", "udf.sock.lock", "udf.sock.new"] { unlink("\(directory)/\(name)") }
    rmdir(directory)
  }

  private func error(_ settings: SocketSettings) -> ListenerError? {
    do throws(ListenerError) {
      _ = try ListeningSocket(settings)
      return nil
    } catch { return error }
  }

  func testModeAndRemoval() throws {
    do {
      let socket = try ListeningSocket(SocketSettings(path: path, mode: 0o640))
      var status = stat()
      XCTAssertEqual(stat(path, &status), 0)
      XCTAssertEqual(status.st_mode & 0o7777, 0o640)
      withExtendedLifetime(socket) {}
    }
    XCTAssertNotEqual(access(path, F_OK), 0)
    XCTAssertNotEqual(access(path + ".lock", F_OK), 0)
  }

  func testMissingDirectory_isMade() throws {
    let inner = directory + "/inner"
    _ = try ListeningSocket(SocketSettings(path: inner + "/udf.sock"))
    XCTAssertEqual(rmdir(inner), 0)
  }

  func testStaleSocket_isReplaced() throws {
    // As a process leaves it that was killed.
    let dead = kernel_unix_socket(0)
    XCTAssertEqual(kernel_bind(dead, path), 0)
    close(dead)
    let socket = try ListeningSocket(SocketSettings(path: path))
    let client = kernel_unix_socket(1)
    XCTAssertEqual(kernel_connect(client, path), 0)
    close(client)
    withExtendedLifetime(socket) {}
  }

  func testTwoDaemonsOnOneSocket_areToldApart() throws {
    let first = try ListeningSocket(SocketSettings(path: path))
    XCTAssertEqual(
      error(SocketSettings(path: path)),
      .heldByAnotherDaemon(path: path, process: "\(getpid())"))
    withExtendedLifetime(first) {}
  }

  func testForeignListener_isLeftAlone() throws {
    let foreign = kernel_unix_socket(0)
    defer { close(foreign) }
    XCTAssertEqual(kernel_bind(foreign, path), 0)
    XCTAssertEqual(kernel_listen(foreign, 1), 0)
    XCTAssertEqual(error(SocketSettings(path: path)), .someoneListens(path: path))
  }

  func testOtherFile_isLeftAlone() throws {
    let file = kernel_open(path, O_CREAT | O_WRONLY, 0o600)
    close(file)
    XCTAssertEqual(error(SocketSettings(path: path)), .notASocket(path: path))
  }

  func testPathTooLong_isToldBeforeAnything() {
    let long = directory + "/" + String(repeating: "x", count: 120)
    XCTAssertEqual(error(SocketSettings(path: long)), .pathTooLong(long))
  }

  func testUnknownOwnerAndGroup_areNamed() {
    XCTAssertEqual(
      error(SocketSettings(path: path, owner: "no-such-user")),
      .unknownUser(path: path, name: "no-such-user"))
    XCTAssertEqual(
      error(SocketSettings(path: path, group: "no-such-group")),
      .unknownGroup(path: path, name: "no-such-group"))
  }

  func testActivatedSocket_mustBeAListener() throws {
    let plain = kernel_unix_socket(0)
    defer { close(plain) }
    XCTAssertThrowsError(try ListeningSocket(activated: plain, path: path)) {
      XCTAssertEqual($0 as? ListenerError, .notAListener(path: path))
    }
  }
}
