enum Latin1 {
  /// Appends the characters of `text` (UTF-8, checked) as one byte each; false where one needs more.
  static func append(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) -> Bool {
    bytes.reserveCapacity(bytes.count + text.count)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        bytes.append(byte)
        index += 1
      } else if byte == 0xC2 || byte == 0xC3, index + 1 < text.count {
        bytes.append((byte & 0x03) << 6 | text[index + 1] & 0x3F)
        index += 2
      } else {
        return false
      }
    }
    return true
  }
}
