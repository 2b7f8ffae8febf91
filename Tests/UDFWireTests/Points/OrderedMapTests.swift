import UDFWire
import XCTest

final class OrderedMapTests: XCTestCase {
  func testNamesAreToldApartByTheirBytes() {
    let map: OrderedMap<FieldValue> = ["\u{e9}": 1, "e\u{301}": 2]
    XCTAssertEqual(map.count, 2)
    XCTAssertEqual(map["\u{e9}"], 1)
    XCTAssertEqual(map["e\u{301}"], 2)
  }

  func testKeepsOrderAndFindsEverythingSmallAndLarge() {
    for count in [0, 1, 11, 12, 13, 14, 100] {
      var map = OrderedMap<String>()
      for index in 0..<count { map["n\(index)"] = "\(index)" }
      map["n3"] = count > 3 ? "three" : nil
      XCTAssertEqual(map.keys, (0..<count).map { "n\($0)" })
      for index in 0..<count where index != 3 { XCTAssertEqual(map["n\(index)"], "\(index)") }
      for index in stride(from: 0, to: count, by: 2) { map["n\(index)"] = nil }
      XCTAssertEqual(map.keys, stride(from: 1, to: count, by: 2).map { "n\($0)" })
      for index in 0..<count { XCTAssertEqual(map["n\(index)"] != nil, index % 2 == 1) }
      map.removeAll()
      XCTAssertTrue(map.isEmpty && map["n1"] == nil)
    }
  }

  func testEqualityKnowsNoOrder() {
    XCTAssertEqual(["a": 1, "b": 2] as OrderedMap<Int>, ["b": 2, "a": 1])
    XCTAssertNotEqual(["a": 1] as OrderedMap<Int>, ["a": 1, "b": 2])
    XCTAssertNotEqual(["a": 1, "c": 2] as OrderedMap<Int>, ["a": 1, "b": 2])
    XCTAssertEqual(FieldValue.double(.nan), .double(.nan))
    XCTAssertNotEqual(FieldValue.double(1), .int(1))
  }
}
