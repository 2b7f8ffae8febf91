import XCTest

@testable import KapacitorUDF

final class StateCodingTests: XCTestCase {
  func testValues_comeBackAsTheyWere() throws {
    let snapshot = Snapshot { writer in
      writer.write(Int64.min)
      writer.write(UInt8(200))
      writer.write(-0.0)
      writer.write(Double.nan)
      writer.write(true)
      writer.write("häuser\0")
      writer.write([1, 2, 3] as [UInt8])
      writer.write([1.5, -2.5])
    }
    try snapshot.read { reader in
      XCTAssertEqual(try reader.int(), Int64.min)
      XCTAssertEqual(try reader.int(UInt8.self), 200)
      XCTAssertEqual(try reader.double().sign, .minus)
      XCTAssertTrue(try reader.double().isNaN)
      XCTAssertEqual(try reader.bool(), true)
      XCTAssertEqual(try reader.string(), "häuser\0")
      XCTAssertEqual(try reader.byteArray(), [1, 2, 3])
      XCTAssertEqual(try reader.doubles(), [1.5, -2.5])
    }
  }

  func testLengthsBeyondTheEnd_areRefusedBeforeMemoryIsTaken() {
    for bytes: [UInt8] in [
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [1, 0, 0, 0, 0, 0, 0, 0],
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3],
    ] {
      for read: (inout StateReader) throws -> Void in [
        { _ = try $0.byteArray() }, { _ = try $0.doubles() }, { _ = try $0.string() },
        { _ = try $0.count(ofAtLeast: 1) },
      ] {
        XCTAssertThrowsError(try Snapshot(bytes).read { try read(&$0) })
      }
    }
  }

  func testWhatIsLeftOver_isAnError() {
    XCTAssertThrowsError(try Snapshot([1, 2]).read { _ = try $0.int(UInt8.self) }) {
      XCTAssertEqual("\($0)", "the snapshot is damaged: 1 bytes are left after its state")
    }
    XCTAssertThrowsError(try Snapshot([2]).read { _ = try $0.bool() })
    XCTAssertThrowsError(try Snapshot([1, 0, 0, 0, 0xff]).read { _ = try $0.string() })
  }

  /// Large arrays are shared and not copied: what is written is the same, and stays what it was.
  func testLargeArrays_arePiecesOfASnapshot() throws {
    var doubles = (0..<1000).map { Double($0) / 7 }
    var bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
    let snapshot = Snapshot { writer in
      writer.write(true)
      writer.write(doubles)
      writer.write(doubles.prefix(3))
      writer.write("between")
      writer.write(bytes)
      writer.write([1, 2] as [UInt8])
    }
    var expected: [UInt8] = [1]
    func append(_ count: Int) { withUnsafeBytes(of: UInt64(count)) { expected += $0 } }
    append(1000)
    doubles.withUnsafeBytes { expected += $0 }
    append(3)
    doubles.prefix(3).withUnsafeBytes { expected += $0 }
    withUnsafeBytes(of: UInt32(7)) { expected += $0 }
    expected += "between".utf8
    append(5000)
    expected += bytes
    append(2)
    expected += [1, 2]
    doubles[5] = 0
    bytes[5] = 0
    XCTAssertEqual(snapshot.bytes, expected)
    XCTAssertEqual(snapshot, Snapshot(expected))
    var pieces: [[UInt8]] = []
    snapshot.pieces.withEachPiece { pieces.append(Array($0)) }
    XCTAssertEqual(pieces.map(\.count), [9, 8000, 8 + 24 + 4 + 7 + 8, 5000, 10])
    XCTAssertEqual(pieces.flatMap { $0 }, expected)
    XCTAssertFalse(snapshot.isEmpty)
    XCTAssertTrue(Snapshot([]).isEmpty)
  }
}
