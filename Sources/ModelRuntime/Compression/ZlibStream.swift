import CZlib

/// zlib and gzip streams.
enum ZlibStream {
  static func inflate(
    _ bytes: UnsafeRawBufferPointer, as format: Compression, limits: ModelLimits
  ) throws(ModelError) -> InflatedBytes {
    let inflated = InflatedBytes(format, compressedBytes: bytes.count, limits: limits)
    var stream = z_stream()
    // 32 above the largest window: tell zlib from gzip by the header.
    guard inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw inflated.damaged("cannot be inflated: out of memory") }
    defer { inflateEnd(&stream) }
    var consumed = 0
    var status = Z_OK
    while status != Z_STREAM_END {
      try inflated.extend { output, room in
        let input = bytes.bindMemory(to: UInt8.self)
        // zlib counts in 32 bits and never writes through next_in.
        let available = min(input.count - consumed, Int(UInt32.max))
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress! + consumed)
        stream.avail_in = UInt32(available)
        let room = min(room, Int(UInt32.max))
        stream.next_out = output
        stream.avail_out = UInt32(room)
        status = CZlib.inflate(&stream, Z_NO_FLUSH)
        let read = available - Int(stream.avail_in)
        let written = room - Int(stream.avail_out)
        consumed += read
        if status == Z_OK && read == 0 && written == 0 { status = Z_BUF_ERROR }
        return written
      }
      switch status {
      case Z_OK, Z_STREAM_END: continue
      case Z_BUF_ERROR: throw inflated.damaged("ends before its compressed data does")
      default: throw inflated.damaged("its compressed data is damaged")
      }
    }
    return inflated
  }
}
