import PlainText
import XCTest

@testable import Daemon

final class HTTPRoutesTests: XCTestCase {
  private struct Delegate: HTTPDelegate {
    var reason: String?
    func statusDocument() -> JSONValue { ["phase": "serving"] }
    func metrics(_ format: MetricsFormat) -> String { "\(format)" }
    func unreadiness() -> String? { reason }
  }

  private func answer(
    _ path: String, host: String? = "127.0.0.1:9273", accept: String? = nil, reason: String? = nil
  ) -> HTTPAnswer {
    HTTPRoutes(
      address: .port(9273, isVersion6: false), delegate: Delegate(reason: reason)
    ).answer(path: path, host: host, accept: accept)
  }

  func testAddresses_areOfThisMachineAlone() {
    XCTAssertEqual(HTTPAddress("127.0.0.1:80"), .port(80, isVersion6: false))
    XCTAssertEqual(HTTPAddress("localhost:9273"), .port(9273, isVersion6: false))
    XCTAssertEqual(HTTPAddress("[::1]:9273"), .port(9273, isVersion6: true))
    XCTAssertEqual(HTTPAddress("unix:/run/udfd/http"), .socket(path: "/run/udfd/http"))
    for text in ["", ":80", "0.0.0.0:80", "192.0.2.1:80", "127.0.0.1", "127.0.0.1:0", "unix:http"] {
      XCTAssertNil(HTTPAddress(text), text)
    }
  }

  func testForeignHost_isTurnedAway() {
    for host in [nil, "example.org", "127.0.0.1", "127.0.0.1:80", "evil:9273"] {
      XCTAssertEqual(answer("/status", host: host).status, 421, host ?? "none")
    }
    for host in ["127.0.0.1:9273", "localhost:9273", "[::1]:9273"] {
      XCTAssertEqual(answer("/status", host: host).status, 200, host)
    }
  }

  func testPaths() {
    XCTAssertEqual(answer("/status").body, "{\"phase\":\"serving\"}\n")
    XCTAssertEqual(answer("/healthz").body, "ok\n")
    XCTAssertEqual(answer("/readyz").status, 200)
    XCTAssertEqual(answer("/readyz", reason: "loading").status, 503)
    XCTAssertEqual(answer("/readyz", reason: "loading").body, "loading\n")
    XCTAssertEqual(answer("/elsewhere").status, 404)
    XCTAssertEqual(answer("/metrics").content, .prometheus)
    XCTAssertEqual(
      answer("/metrics", accept: "application/openmetrics-text; version=1.0.0").content,
      .openMetrics)
  }

  func testPage_runsItsOwnScriptAlone_andLoadsNothing() throws {
    let first = answer("/")
    let second = answer("/")
    XCTAssertNotEqual(first.contentSecurityPolicy, second.contentSecurityPolicy)
    let policy = try XCTUnwrap(first.contentSecurityPolicy)
    XCTAssertTrue(policy.hasPrefix("default-src 'none'"))
    XCTAssertLessThan(policy.utf8.count, 256)
    XCTAssertFalse(first.body.contains("innerHTML"))
    XCTAssertFalse(first.body.contains("src="))
    XCTAssertFalse(first.body.contains("href="))
  }
}
