import Foundation
import XCTest

/// The code in docs/writing-a-udf.md is code that these tests compile and run.
final class DocumentationTests: XCTestCase {
  private var root: URL {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root
  }

  func testEveryNamedBlock_isTheFileThatItNames() throws {
    let page = try String(
      contentsOf: root.appendingPathComponent("docs/writing-a-udf.md"), encoding: .utf8)
    var checked = 0
    for part in page.components(separatedBy: "<!-- file: ").dropFirst() {
      let path = try XCTUnwrap(part.components(separatedBy: " -->").first)
      let fenced = part.components(separatedBy: "```swift\n")
      let block = try XCTUnwrap(fenced.dropFirst().first?.components(separatedBy: "```").first)
      let file = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      XCTAssertEqual(block, file, "docs/writing-a-udf.md differs from \(path)")
      checked += 1
    }
    XCTAssertGreaterThanOrEqual(checked, 5)
  }
}
