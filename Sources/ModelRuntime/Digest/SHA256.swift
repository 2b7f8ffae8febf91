import CDigest

/// SHA-256 (FIPS 180-4), which tells a model's content from every other's.
public struct SHA256 {
  private var state = cdigest_sha256_state()

  public init() {
    cdigest_sha256_begin(&state)
  }

  /// Adds bytes behind those that were added before.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    cdigest_sha256_add(&state, bytes.baseAddress, bytes.count)
  }

  /// The digest of all that was added, in lower-case hexadecimal.
  public consuming func hexadecimal() -> String {
    let digest = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      cdigest_sha256_finish(&state, buffer.baseAddress)
      count = 32
    }
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The digest of `bytes`, in lower-case hexadecimal.
  public static func hexadecimal(of bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { hexadecimal(of: $0) }
  }

  public static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
    var hash = SHA256()
    hash.add(bytes)
    return hash.hexadecimal()
  }
}
