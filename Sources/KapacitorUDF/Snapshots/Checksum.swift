/// CRC-32 (IEEE 802.3), as gzip has it: finds damage of storage, protects against nobody.
enum Checksum {
  /// Eight tables of 256: the n-th advances a byte that is followed by n others (slicing by 8).
  private static let tables: [UInt32] = {
    var tables = (0..<256).map { index in
      var value = UInt32(index)
      for _ in 0..<8 { value = value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1 }
      return value
    }
    for index in 256..<2048 {
      let before = tables[index - 256]
      tables.append(tables[Int(before & 0xff)] ^ (before >> 8))
    }
    return tables
  }()

  static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
      let whole = bytes.withContiguousStorageIfAvailable {
        crc32(UnsafeRawBufferPointer($0), tables)
      }
      if let whole { return whole }
      var crc: UInt32 = ~0
      for byte in bytes { crc = tables[Int((crc ^ UInt32(byte)) & 0xff)] ^ (crc >> 8) }
      return ~crc
    }
  }

  private static func crc32(
    _ bytes: UnsafeRawBufferPointer, _ tables: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    var crc: UInt32 = ~0
    var position = 0
    while position + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let mixed = word ^ UInt64(crc)
      crc = 0
      for place in 0..<8 {
        let byte = Int(truncatingIfNeeded: mixed >> UInt64(8 * place)) & 0xff
        crc ^= tables[(7 - place) * 256 + byte]
      }
      position += 8
    }
    while position < bytes.count {
      crc = tables[Int((crc ^ UInt32(bytes[position])) & 0xff)] ^ (crc >> 8)
      position += 1
    }
    return ~crc
  }
}
