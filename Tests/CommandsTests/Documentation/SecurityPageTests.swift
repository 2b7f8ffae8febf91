import Foundation
import XCTest

/// docs/security.md names a test behind each claim; these tests are there.
final class SecurityPageTests: XCTestCase {
  /// Classes of tests by name, with the text of the files that define or extend them.
  private func testClasses() throws -> [String: String] {
    var classes: [String: String] = [:]
    for directory in ["Tests", "Fuzz"] {
      for path in try Checkout.swiftFiles(below: directory) {
        let text = try Checkout.text(of: path)
        for match in text.matches(of: /(?:class|extension) ([A-Za-z]+Tests)\b/) {
          classes[String(match.1), default: ""] += text
        }
      }
    }
    return classes
  }

  func testEveryTestThatIsNamedIsThere() throws {
    let classes = try testClasses()
    let everything = classes.values.joined()
    let page = try Checkout.text(of: "docs/security.md")
    var named = 0
    for match in page.matches(of: /`(?:([A-Za-z]+Tests)(?:\.(test\w+))?|(test\w+))`/) {
      named += 1
      if let name = match.1.map(String.init) {
        let text = try XCTUnwrap(
          classes[name], "docs/security.md names \(name), which is not there")
        if let function = match.2 {
          XCTAssertTrue(text.contains("func \(function)("), "\(name) has no \(function)")
        }
      } else if let function = match.3 {
        XCTAssertTrue(everything.contains("func \(function)("), "there is no \(function)")
      }
    }
    XCTAssertGreaterThan(named, 40)
  }

  /// A quotation behind the name of a script is the beginning of one of its checks.
  func testEveryCheckUnderSystemdThatIsNamedIsThere() throws {
    let page = try Checkout.text(of: "docs/security.md")
    var named = 0
    for script in ["in-root", "package-in-root"] {
      let checks = try Checkout.text(of: "Tests/Systemd/\(script)")
      for match in page.matches(of: try Regex("`\(script)`:((?:,? ?\"[^\"]+\")+)")) {
        let quotations = String(match.output[1].substring ?? "")
        for quotation in quotations.matches(of: /"([^"]+)"/) {
          named += 1
          XCTAssertTrue(
            checks.contains("check \"\(quotation.1)"), "\(script) has no check \(quotation.1)")
        }
      }
    }
    XCTAssertGreaterThan(named, 6)
  }

  /// Each row of a table whose last column is "held by" names something.
  func testEveryClaimInATableHasATest() throws {
    var isHeld = false
    for line in try Checkout.text(of: "docs/security.md").split(separator: "\n") {
      guard line.hasPrefix("|") else {
        isHeld = false
        continue
      }
      if line.contains("held by |") { isHeld = true }
      guard isHeld, !line.contains("held by |"), !line.hasPrefix("| ---") else { continue }
      let last = line.split(separator: "|").last ?? ""
      XCTAssertTrue(last.contains("`"), "no test behind: \(line)")
    }
  }
}
