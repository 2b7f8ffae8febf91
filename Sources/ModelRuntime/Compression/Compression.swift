import CLzma
import CZlib

/// Whole-file compression, as joblib writes it. Inflated in steps, into memory that grows with what
/// really came out and never beyond the limits.
enum Compression: String {
  case zlib
  case gzip
  case xz
  case lzma
  case bzip2
  case lz4
  case zstd

  static func detect(_ bytes: UnsafeRawBufferPointer) -> Compression? {
    func starts(_ prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }
    if starts([0x1F, 0x8B]) { return .gzip }
    // A zlib header with the largest window, as zlib writes it: a multiple of 31 as a whole.
    if bytes.count > 2, bytes[0] == 0x78, bytes[1] & 0x20 == 0,
      (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
    {
      return .zlib
    }
    if starts([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return .xz }
    if starts([0x5D, 0x00, 0x00]) { return .lzma }
    if starts([0x42, 0x5A, 0x68]) { return .bzip2 }
    if starts([0x04, 0x22, 0x4D, 0x18]) { return .lz4 }
    if starts([0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
    return nil
  }

  func inflate(_ bytes: UnsafeRawBufferPointer, limits: ModelLimits) throws(ModelError)
    -> InflatedBytes
  {
    switch self {
    case .zlib, .gzip: try ZlibStream.inflate(bytes, as: self, limits: limits)
    case .xz, .lzma: try LzmaStream.inflate(bytes, as: self, limits: limits)
    case .bzip2, .lz4, .zstd:
      throw ModelError(
        .unsupported, cause: "is compressed with \(rawValue), which udfd does not inflate",
        remedy: "save it again with joblib.dump(model, path, compress='gzip') or unpacked")
    }
  }
}
