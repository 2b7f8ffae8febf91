import CLzma

/// xz streams and the older .lzma ones.
enum LzmaStream {
  /// Memory for the decoder's dictionary: xz -9 asks for 65 MiB.
  private static let decoderBytes: UInt64 = 256 << 20

  static func inflate(
    _ bytes: UnsafeRawBufferPointer, as format: Compression, limits: ModelLimits
  ) throws(ModelError) -> InflatedBytes {
    let inflated = InflatedBytes(format, compressedBytes: bytes.count, limits: limits)
    var stream = lzma_stream()
    guard lzma_auto_decoder(&stream, decoderBytes, 0) == LZMA_OK else {
      throw inflated.damaged("cannot be inflated: out of memory")
    }
    defer { lzma_end(&stream) }
    var consumed = 0
    var status = LZMA_OK
    while status != LZMA_STREAM_END {
      try inflated.extend { output, room in
        let input = bytes.bindMemory(to: UInt8.self)
        stream.next_in = input.baseAddress! + consumed
        stream.avail_in = input.count - consumed
        stream.next_out = output
        stream.avail_out = room
        status = lzma_code(&stream, LZMA_FINISH)
        consumed = input.count - stream.avail_in
        return room - stream.avail_out
      }
      switch status {
      case LZMA_OK, LZMA_STREAM_END: continue
      case LZMA_BUF_ERROR: throw inflated.damaged("ends before its compressed data does")
      case LZMA_MEMLIMIT_ERROR:
        throw inflated.damaged("needs more than \(decoderBytes) bytes to be inflated")
      default: throw inflated.damaged("its compressed data is damaged")
      }
    }
    return inflated
  }
}
