import Glibc

/// Writes a file or a pipe through a buffer.
final class ByteSink {
  /// What errors name.
  let name: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private static let bufferBytes = 1 << 16

  /// Makes or empties a file; "-" is standard output.
  init(path: String) throws(DataError) {
    if path == "-" {
      name = "standard output"
      descriptor = dup(STDOUT_FILENO)
    } else {
      name = path
      descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    }
    guard descriptor >= 0 else {
      throw DataError(
        source: name, cause: "cannot open for writing: \(String(cString: strerror(errno)))")
    }
    buffer.reserveCapacity(Self.bufferBytes)
  }

  deinit { close(descriptor) }

  /// Whether what was written can be read back and replaced.
  var isRegularFile: Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && name != "standard output"
  }

  func write(_ byte: UInt8) throws(DataError) {
    buffer.append(byte)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  func write(_ text: some Sequence<UInt8>) throws(DataError) {
    buffer.append(contentsOf: text)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  func write(_ text: String) throws(DataError) { try write(text.utf8) }

  func flush() throws(DataError) {
    var sent = 0
    while sent < buffer.count {
      let count = buffer[sent...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        sent += count
      } else if errno != EINTR {
        throw DataError(source: name, cause: "cannot write: \(String(cString: strerror(errno)))")
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
