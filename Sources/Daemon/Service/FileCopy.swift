import CKernel
import Glibc
import ModelRuntime

/// Copies of files that are ours alone.
enum FileCopy {
  private static let pieceBytes = 1 << 20

  /// - Returns: false where the source cannot be read.
  /// - Throws: where the copy cannot be written.
  static func copy(_ source: String, to destination: String) throws(SystemError) -> Bool {
    let input = kernel_open(source, O_RDONLY, 0)
    guard input >= 0 else { return false }
    defer { kernel_close(input) }
    let output = kernel_open(destination, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600)
    guard output >= 0 else { throw SystemError("open", destination, code: output) }
    defer { kernel_close(output) }
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    while true {
      let count = read(input, &piece, piece.count)
      if count == 0 { return true }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      try writeAll(piece[..<count], to: output, destination)
    }
  }

  static func writeAll(
    _ bytes: some Collection<UInt8>, to descriptor: Int32, _ path: String
  ) throws(SystemError) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes {
        kernel_write(descriptor, $0.baseAddress, UInt64($0.count))
      }
      if written > 0 {
        rest = rest.dropFirst(Int(written))
      } else if written != Int64(-EINTR) {
        throw SystemError("write", path, code: Int32(written == 0 ? EIO : Int32(-written)))
      }
    }
  }

  /// SHA-256 of a file of our own, which nobody cuts while it is mapped; nil where it cannot be read.
  static func digest(_ path: String) -> String? {
    let descriptor = kernel_open(path, O_RDONLY, 0)
    guard descriptor >= 0 else { return nil }
    defer { kernel_close(descriptor) }
    let bytes = kernel_size(descriptor)
    guard bytes > 0 else { return nil }
    guard let mapped = mmap(nil, Int(bytes), PROT_READ, MAP_PRIVATE, descriptor, 0),
      mapped != MAP_FAILED
    else { return nil }
    defer { munmap(mapped, Int(bytes)) }
    return SHA256.hexadecimal(of: UnsafeRawBufferPointer(start: mapped, count: Int(bytes)))
  }
}
