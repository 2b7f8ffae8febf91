import Daemon
import Foundation
import XCTest

final class PackagingTests: XCTestCase {
  func testTheDebianPackageIsOfThisVersion() throws {
    let changelog = try Checkout.text(of: "packaging/debian/changelog")
    XCTAssertTrue(
      changelog.hasPrefix("udfd (\(UDFDVersion.current)-"),
      "packaging/debian/changelog needs an entry for \(UDFDVersion.current)")
  }

  func testTheChangelogHasThisVersion() throws {
    let changelog = try Checkout.text(of: "CHANGELOG.md")
    XCTAssertTrue(
      changelog.contains("## Unreleased (\(UDFDVersion.current))")
        || changelog.contains("## \(UDFDVersion.current)"))
  }

  /// Links between the documents lead somewhere, headings included.
  func testLinksOfTheDocuments() throws {
    let docs = try FileManager.default.subpathsOfDirectory(
      atPath: Checkout.root.appendingPathComponent("docs").path
    ).filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
    for document in docs + ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
      let folder = (document as NSString).deletingLastPathComponent
      for match in try Checkout.text(of: document).matches(of: /\]\(([^)\s]+)\)/) {
        let target = String(match.1)
        guard !target.contains("://") else { continue }
        let parts = target.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        let path = parts[0].isEmpty ? document : "\(folder)/\(parts[0])"
        let file = Checkout.root.appendingPathComponent(path).standardized
        XCTAssertTrue(
          FileManager.default.fileExists(atPath: file.path), "\(document) links to \(target)")
        guard parts.count > 1, let text = try? String(contentsOf: file, encoding: .utf8) else {
          continue
        }
        let anchors = text.split(separator: "\n").filter { $0.hasPrefix("#") }.map(Self.anchor)
        XCTAssertTrue(anchors.contains(parts[1]), "\(document) links to \(target)")
      }
    }
  }

  /// A heading's name in links, as GitHub makes it.
  private static func anchor(_ heading: Substring) -> String {
    heading.drop { $0 == "#" || $0 == " " }.lowercased().replacing(" ", with: "-")
      .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
  }
}
