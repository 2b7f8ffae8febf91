/// The first bytes of a file, as format detection asks about them.
struct FileHead {
  /// Keys of a JSON model stand near its start in what the libraries write, but not always first.
  static let searchedBytes = 4096
  private let bytes: UnsafeRawBufferPointer
  /// The first byte that is no white space.
  private let textStart: Int

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    var start = 0
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
    while start < min(bytes.count, FileHead.searchedBytes),
      [0x20, 0x09, 0x0A, 0x0D].contains(bytes[start])
    {
      start += 1
    }
    textStart = start
  }

  func byte(_ offset: Int) -> UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  func starts(_ prefix: [UInt8], at offset: Int = 0) -> Bool {
    bytes.count >= offset + prefix.count
      && bytes[offset..<(offset + prefix.count)].elementsEqual(prefix)
  }

  func starts(_ prefix: StaticString, at offset: Int = 0) -> Bool {
    starts(Array("\(prefix)".utf8), at: offset)
  }

  /// Whether the file starts with `prefix` after a byte order mark and white space.
  func startsText(_ prefix: StaticString) -> Bool { starts(prefix, at: textStart) }

  func contains(_ needle: StaticString) -> Bool {
    let needle = Array("\(needle)".utf8)
    let end = min(bytes.count, FileHead.searchedBytes) - needle.count
    guard end >= 0 else { return false }
    return (0...end).contains { start in
      bytes[start] == needle[0] && starts(needle, at: start)
    }
  }

  /// Protocols 2 and later name themselves; 0 and 1 are told by what any object starts with.
  var startsPickle: Bool {
    if byte(0) == 0x80, let version = byte(1), version >= 2 { return true }
    return starts("ccopy_reg\n") || starts("c__builtin__\n") || starts("csklearn.")
  }

  /// A protobuf whose first field is ModelProto.ir_version, a small number.
  var startsONNX: Bool {
    guard byte(0) == 0x08, let version = byte(1), version > 0, version < 64, let tag = byte(2)
    else { return false }
    // producer_name, producer_version, domain, model_version, doc_string, graph, opset_import.
    return [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42].contains(tag)
  }
}
