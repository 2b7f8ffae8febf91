import KapacitorUDFTesting
import XCTest

final class AuthorsTests: XCTestCase {
  func testFahrenheit_isWrittenBesideTheField() throws {
    var test = try HandlerTest(Fahrenheit.self, options: ["field": "temperature"])
    let answer = try test.point(fields: ["temperature": 20.0], tags: ["room": "kitchen"])
    XCTAssertEqual(answer?.fields, ["temperature": 20.0, "fahrenheit": 68.0])
    XCTAssertNil(try test.point(fields: ["other": 1.0]))
    try test.checkEverywhere()
  }

  func testLargest_isOnePointForABatch() throws {
    var test = try HandlerTest(LargestOfBatch.self, options: ["field": "v"])
    _ = try test.batch(
      name: "cpu", tags: ["host": "a"],
      points: [.point(fields: ["v": 3]), .point(fields: ["v": 7]), .point(fields: ["v": 5])])
    XCTAssertEqual(test.takePoints().map(\.fields), [["largest": 7.0]])
    try test.checkEverywhere()
  }

  func testInBatches_writesWhatIsLeftAtTheEnd() throws {
    var test = try HandlerTest(InBatches.self, options: ["size": 2])
    _ = try test.points((1...3).map { .point(fields: ["v": 1.0], timeNanoseconds: $0) })
    XCTAssertEqual(test.takeBatches().map(\.points.count), [2])
    try test.checkEverywhere()
    try test.end()
    XCTAssertEqual(test.takeBatches().map(\.points.count), [1])
  }
}
