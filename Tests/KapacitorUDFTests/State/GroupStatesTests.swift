import KapacitorUDF
import XCTest

final class GroupStatesTests: XCTestCase {
  /// How often a group was seen.
  private struct Count: StateValue, Equatable {
    var value: Int64 = 0
    init() {}
    init(from reader: inout StateReader) throws { value = try reader.int() }
    func write(to writer: inout StateWriter) { writer.write(value) }
  }

  private func see(_ name: String, in groups: inout GroupStates<Count>) -> Int64 {
    var name = name
    return name.withUTF8 { bytes in
      let start = bytes.baseAddress.map { UnsafeRawPointer($0) }
      let group = start.map { BorrowedString(start: $0, count: bytes.count) } ?? .empty
      return groups.update(group) { state in
        state.value += 1
        return state.value
      }
    }
  }

  func testEachGroup_hasAStateOfItsOwn() {
    var groups = GroupStates { Count() }
    XCTAssertEqual(["a", "b", "a", "", "a", ""].map { see($0, in: &groups) }, [1, 1, 2, 1, 3, 2])
    XCTAssertEqual(groups.count, 3)
    XCTAssertEqual(groups.names, ["b", "a", ""])
  }

  func testLongestIdleGroup_leaves() {
    var groups = GroupStates(maximum: 3) { Count() }
    for name in ["a", "b", "c", "a", "d"] { _ = see(name, in: &groups) }
    XCTAssertEqual(groups.names, ["c", "a", "d"])
    XCTAssertEqual(groups.evicted, 1)
    XCTAssertEqual(see("b", in: &groups), 1)
    XCTAssertEqual(groups.names, ["a", "d", "b"])
  }

  func testAgainstAPlainModel_withManyGroupsAndEvictions() {
    for maximum in [1, 2, 7, 100] {
      var groups = GroupStates(maximum: maximum) { Count() }
      var plain: [(name: String, count: Int64)] = []
      var seed: UInt64 = 11
      for _ in 0..<5_000 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let name = "group \((seed >> 33) % 150)"
        var entry = (name: name, count: Int64(0))
        if let index = plain.firstIndex(where: { $0.name == name }) {
          entry = plain.remove(at: index)
        } else if plain.count == maximum {
          plain.removeFirst()
        }
        entry.count += 1
        plain.append(entry)
        XCTAssertEqual(see(name, in: &groups), entry.count)
      }
      XCTAssertEqual(groups.names, plain.map(\.name))
    }
  }

  func testSnapshot_keepsStatesAndOrder() throws {
    var groups = GroupStates(maximum: 3) { Count() }
    XCTAssertNil(groups.snapshot())
    for name in ["a", "b", "c", "a", "d", "d"] { _ = see(name, in: &groups) }
    let snapshot = try XCTUnwrap(groups.snapshot())
    var restored = GroupStates(maximum: 3) { Count() }
    try restored.restore(snapshot)
    XCTAssertEqual(restored.names, groups.names)
    XCTAssertEqual(restored.evicted, 1)
    XCTAssertEqual(restored.snapshot(), snapshot)
    XCTAssertEqual(see("d", in: &restored), 3)

    var smaller = GroupStates(maximum: 1) { Count() }
    try smaller.restore(snapshot)
    XCTAssertEqual(smaller.names, ["d"])
  }

  func testDamagedSnapshot_isRefused_andTheStateStays() throws {
    var groups = GroupStates { Count() }
    for name in ["a", "b"] { _ = see(name, in: &groups) }
    let bytes = try XCTUnwrap(groups.snapshot()).bytes
    for count in 0..<bytes.count {
      XCTAssertThrowsError(try groups.restore(Snapshot(Array(bytes.prefix(count)))))
    }
    XCTAssertThrowsError(try groups.restore(Snapshot(bytes + [0])))
    var absurd = bytes
    absurd[15] = 0xff
    XCTAssertThrowsError(try groups.restore(Snapshot(absurd)))
    XCTAssertEqual(groups.names, ["a", "b"])
  }
}
