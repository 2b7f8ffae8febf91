import Foundation
import XCTest

@testable import Lambda

/// The repository's own conformance suite: expressions and what a running kapacitord answered, as
/// `scripts/conformance/record-expressions` writes them.
final class ConformanceTests: XCTestCase {
  func testAnswersAsKapacitorDoes() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/expressions.jsonl")
    let lines = try Data(contentsOf: file).split(separator: 0x0A)
    XCTAssertGreaterThan(lines.count, 100)
    for line in lines {
      let vector = try ConformanceVector(parsing: Array(line))
      for (number, verdict) in ConformanceRun(vector).verdicts().enumerated() {
        if case .differs(let what) = verdict {
          XCTFail("\(vector.expression), point \(number + 1): \(what)")
        }
      }
    }
  }
}
