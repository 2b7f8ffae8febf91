import CKernel
import Foundation
import KapacitorUDF
import Locks
import PlainText
import XCTest

@testable import Daemon

final class ControlServerTests: XCTestCase {
  private var directory = ""
  private var path: String { "\(directory)/control" }

  override func setUpWithError() throws { directory = try TemporaryDirectory.make() }
  override func tearDown() { TemporaryDirectory.remove(directory) }

  /// A daemon whose reloads end when the test says so.
  private final class Delegate: ControlDelegate {
    let completions = Lock<[@Sendable (ReloadOutcome) -> Void]>([])
    let begun = DispatchSemaphore(value: 0)

    func statusDocument() -> JSONValue { ["state": "serving", "name\n": .string("\u{1b}\"é")] }
    func statusText() -> String { "serving\nall is well" }
    func requestReload(_ completed: @escaping @Sendable (ReloadOutcome) -> Void) {
      completions.withLock { $0.append(completed) }
      begun.signal()
    }
  }

  private func withServer(_ body: (Delegate) throws -> Void) throws {
    let delegate = Delegate()
    let server = try ControlServer(path: path, delegate: delegate, log: NoLog())
    try server.start()
    defer { server.stop() }
    try body(delegate)
  }

  func testStatusInBothForms() throws {
    try withServer { _ in
      XCTAssertEqual(try ControlClient.status(at: path, asText: true), "serving\nall is well")
      let json = try ControlClient.status(at: path, asText: false)
      let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
      XCTAssertEqual(parsed, ["state": "serving", "name\n": "\u{1b}\"é"])
      XCTAssertFalse(json.contains("\u{1b}"))
      var status = stat()
      XCTAssertEqual(stat(path, &status), 0)
      XCTAssertEqual(status.st_mode & 0o777, 0o600)
    }
  }

  /// The socket's mode keeps others out; should somebody widen it, the kernel still says who they are.
  func testAnotherUser_isTurnedAway_whateverTheSocketsMode() throws {
    let tools = ["/usr/bin/setpriv", "/usr/bin/perl"]
    guard geteuid() == 0, tools.allSatisfy(FileManager.default.isExecutableFile) else {
      throw XCTSkip("only root, with setpriv and perl, can be somebody else")
    }
    try withServer { _ in
      XCTAssertEqual(chmod(directory, 0o755), 0)
      XCTAssertEqual(chmod(path, 0o666), 0)
      let other = Process()
      other.executableURL = URL(fileURLWithPath: tools[0])
      other.arguments = [
        "--reuid=65534", "--regid=65534", "--clear-groups", tools[1], "-MSocket", "-e",
        #"socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, sockaddr_un($ARGV[0])) or die "connect: $!";"#
          + #"syswrite(S, "status\n"); print <S>"#, path,
      ]
      let output = Pipe()
      other.standardOutput = output
      try other.run()
      let answer = String(
        decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      other.waitUntilExit()
      XCTAssertTrue(answer.contains("only root and the daemon's own user may ask"), answer)
      XCTAssertFalse(answer.contains("all is well"))
    }
  }

  func testReloadWaitsForItsEndWhileStatusIsAnswered() throws {
    try withServer { delegate in
      XCTAssertEqual(try ControlClient.reload(at: path, wait: false), "a reload was begun")
      delegate.begun.wait()
      let waiting = expectation(description: "answered")
      let path = path
      let outcome = Lock<String>("")
      Thread.detachNewThread {
        do {
          let answer = try ControlClient.reload(at: path, wait: true)
          outcome.withLock { $0 = answer }
        } catch { outcome.withLock { $0 = "\(error)" } }
        waiting.fulfill()
      }
      delegate.begun.wait()
      XCTAssertEqual(try ControlClient.status(at: path, asText: true), "serving\nall is well")
      let completions = delegate.completions.withLock { $0 }
      completions[1](ReloadOutcome(isApplied: false, message: "udfd.toml:3:1: no"))
      wait(for: [waiting], timeout: 10)
      XCTAssertEqual(outcome.withLock { $0 }, "udfd.toml:3:1: no")
    }
  }

  func testWhateverIsSentTheServerGoesOn() throws {
    try withServer { delegate in
      for request in [
        "", "\n", "restart the moon\n", String(repeating: "x", count: 10_000), "\0\n",
      ] {
        let descriptor = try connect()
        _ = Array(request.utf8).withUnsafeBytes {
          send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        shutdown(descriptor, Int32(SHUT_WR))
        var buffer = [UInt8](repeating: 0, count: 200)
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 { XCTAssertTrue(String(decoding: buffer, as: UTF8.self).hasPrefix("error\n")) }
        close(descriptor)
      }
      // Clients that hold on without a word are no hindrance, and one that leaves a reload is no harm.
      let silent = try (0..<ControlServer.maximumClients - 1).map { _ in try connect() }
      let leaver = try connect()
      _ = Array("reload wait\n".utf8).withUnsafeBytes { write(leaver, $0.baseAddress, $0.count) }
      delegate.begun.wait()
      close(leaver)
      XCTAssertEqual(try ControlClient.status(at: path, asText: true), "serving\nall is well")
      delegate.completions.withLock { $0 }[0](ReloadOutcome(isApplied: true, message: ""))
      for descriptor in silent { close(descriptor) }
      XCTAssertEqual(try ControlClient.status(at: path, asText: true), "serving\nall is well")
    }
  }

  func testADaemonThatIsNotThere() {
    func message(_ path: String) -> String {
      do { return try ControlClient.status(at: path, asText: true) } catch { return "\(error)" }
    }
    XCTAssertEqual(
      message("/nowhere/control"),
      "cannot reach udfd at /nowhere/control: No such file or directory; is udfd running? "
        + "Start it (systemctl start udfd), or name its configuration with --config")
  }

  func testAnswersAreReadWholeOrNotAtAll() {
    XCTAssertEqual(ControlAnswer(bytes: ControlAnswer.ok("a\nb").bytes), .ok("a\nb"))
    XCTAssertEqual(ControlAnswer(bytes: ControlAnswer.error("").bytes), .error(""))
    XCTAssertNil(ControlAnswer(bytes: Array("ok\n{".utf8)))
    XCTAssertNil(ControlAnswer(bytes: []))
    XCTAssertNil(ControlAnswer(bytes: Array("HTTP/1.1\n\n".utf8)))
  }

  private func connect() throws -> Int32 {
    let descriptor = kernel_unix_socket(0)
    XCTAssertEqual(kernel_connect(descriptor, path), 0)
    return descriptor
  }
}
