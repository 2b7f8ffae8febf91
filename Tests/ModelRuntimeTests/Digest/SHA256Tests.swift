import CDigest
import ModelRuntime
import XCTest

final class SHA256Tests: XCTestCase {
  /// FIPS 180-4's examples.
  func testKnownDigests() {
    XCTAssertEqual(
      SHA256.hexadecimal(of: Array("abc".utf8)),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    XCTAssertEqual(
      SHA256.hexadecimal(of: []),
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    XCTAssertEqual(
      SHA256.hexadecimal(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// In pieces, by the processor's instructions, and by the code of FIPS 180-4: the same for every length around a block's.
  func testPieces_doNotShow() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    for count in 0...bytes.count {
      let whole = SHA256.hexadecimal(of: Array(bytes[..<count]))
      XCTAssertEqual(portable(Array(bytes[..<count])), whole, "\(count) bytes")
      for cut in [0, 1, count / 2, max(0, count - 1), count] where cut <= count {
        var hash = SHA256()
        bytes[..<cut].withUnsafeBytes { hash.add($0) }
        bytes[cut..<count].withUnsafeBytes { hash.add($0) }
        XCTAssertEqual(hash.hexadecimal(), whole, "\(count) bytes, cut at \(cut)")
      }
    }
  }

  private func portable(_ bytes: [UInt8]) -> String {
    var state = cdigest_sha256_state()
    cdigest_sha256_begin_portable(&state)
    cdigest_sha256_add(&state, bytes, bytes.count)
    var digest = [UInt8](repeating: 0, count: 32)
    cdigest_sha256_finish(&state, &digest)
    return digest.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
