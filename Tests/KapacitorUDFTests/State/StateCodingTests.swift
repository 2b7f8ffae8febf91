import KapacitorUDF
import XCTest

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
}
