import PlainText
import XCTest

final class NearestNameTests: XCTestCase {
  func testNearestName() {
    let keys = ["handler", "model", "on_missing", "on_error", "when", "let", "set"]
    XCTAssertEqual(NearestName.of("modle", among: keys), "model")
    XCTAssertEqual(NearestName.of("Model", among: keys), "model")
    XCTAssertEqual(NearestName.of("on-missing", among: keys), "on_missing")
    XCTAssertEqual(NearestName.of("onmissing", among: keys), "on_missing")
    XCTAssertEqual(NearestName.of("whne", among: keys), "when")
    XCTAssertNil(NearestName.of("threshold", among: keys))
    XCTAssertEqual(NearestName.of("hand", among: keys), "handler")
    XCTAssertNil(NearestName.of("on_", among: keys))
    XCTAssertEqual(NearestName.of("model", among: ["mode", "models"]), "models")
    XCTAssertNil(NearestName.of(String(repeating: "x", count: 1 << 20), among: keys))
    XCTAssertNil(NearestName.of("", among: keys))
  }
}
