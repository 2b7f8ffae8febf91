import CDigest

/// SHA-256 (FIPS 180-4), which tells a model's content from every other's.
public enum SHA256 {
  /// The digest of `bytes`, in lower-case hexadecimal.
  public static func hexadecimal(of bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { hexadecimal(of: $0) }
  }

  public static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
    let digest = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      cdigest_sha256(bytes.baseAddress, bytes.count, buffer.baseAddress)
      count = 32
    }
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
