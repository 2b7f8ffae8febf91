import Glibc

/// Reads a file, a pipe or bytes in memory one byte at a time through a buffer of fixed size.
final class ByteSource {
  /// What errors name.
  let name: String
  private var descriptor: Int32?
  private var buffer: [UInt8]
  /// Invariant: `position <= filled <= buffer.count`.
  private var position = 0
  private var filled = 0
  /// How much was taken from the file; progress is measured by it.
  private(set) var bytesRead = 0

  private static let bufferBytes = 1 << 18

  /// Opens a file; "-" is standard input.
  init(path: String) throws(DataError) {
    if path == "-" {
      name = "standard input"
      descriptor = dup(STDIN_FILENO)
    } else {
      name = path
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    }
    buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
    if descriptor == nil || descriptor! < 0 {
      descriptor = nil
      throw DataError(source: name, cause: "cannot open: \(String(cString: strerror(errno)))")
    }
  }

  init(_ bytes: [UInt8], name: String = "memory") {
    self.name = name
    buffer = bytes
    filled = bytes.count
    bytesRead = bytes.count
  }

  deinit { if let descriptor { close(descriptor) } }

  /// The file's size in bytes; nil for what has no size beforehand, such as a pipe.
  var size: Int? {
    guard let descriptor else { return filled }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// The next byte; nil at the end.
  @inline(__always)
  func next() throws(DataError) -> UInt8? {
    if position == filled { try refill() }
    guard position < filled else { return nil }
    defer { position += 1 }
    return buffer[position]
  }

  /// The next byte without taking it; nil at the end.
  @inline(__always)
  func peek() throws(DataError) -> UInt8? {
    if position == filled { try refill() }
    return position < filled ? buffer[position] : nil
  }

  /// Appends what comes up to, not with, one of two bytes or the end of what is buffered. Most of a file is text between
  /// marks; taking it in one go is several times as fast as byte by byte.
  func takeRun(into bytes: inout [UInt8], before first: UInt8, or second: UInt8) throws(DataError) {
    if position == filled { try refill() }
    var end = position
    buffer.withUnsafeBufferPointer { buffered in
      while end < filled, buffered[end] != first, buffered[end] != second { end += 1 }
    }
    bytes.append(contentsOf: buffer[position..<end])
    position = end
  }

  private func refill() throws(DataError) {
    guard let descriptor else { return }
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        position = 0
        filled = count
        bytesRead += count
        return
      }
      if errno != EINTR {
        throw DataError(source: name, cause: "cannot read: \(String(cString: strerror(errno)))")
      }
    }
  }
}
