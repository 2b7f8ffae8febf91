import CKernel
import Glibc

/// The file of a frame that was set aside.
public struct QuarantinedFrame: Sendable {
  public let name: String
  /// Of the file: the frame, and what is kept beside it.
  public let bytes: Int

  private static let suffix = ".frame"

  public init(name: String, bytes: Int = 0) {
    self.name = name
    self.bytes = bytes
  }

  /// Names sort by time. Nothing of them comes from outside.
  static func newName() -> String {
    let time = String(UInt64(kernel_realtime_nanoseconds()), radix: 16)
    return String(repeating: "0", count: max(0, 16 - time.count)) + time + suffix
  }

  /// When it was set aside: nanoseconds since 1970; nil where the file was named by someone else.
  public var timeNanoseconds: Int64? {
    Int64(name.dropLast(Self.suffix.count), radix: 16)
  }

  /// The frames that were set aside, oldest first.
  public static func list(in directory: String) -> [QuarantinedFrame] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var frames: [QuarantinedFrame] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      guard name.hasSuffix(suffix), lstat("\(directory)/\(name)", &status) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { continue }
      frames.append(QuarantinedFrame(name: name, bytes: Int(status.st_size)))
    }
    return frames.sorted { $0.name < $1.name }
  }

  /// The content of a file; nil where it is not one of ours.
  public static func read(_ path: String) throws(SystemError) -> QuarantinedContent? {
    let descriptor = kernel_open(path, O_RDONLY | O_NOFOLLOW, 0)
    guard descriptor >= 0 else { throw SystemError("open", path, code: descriptor) }
    defer { kernel_close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemError("fstat", path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= Quarantine.maximumBytes else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var length = 0
    while length < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        // Within the buffer: length < count.
        Glibc.read(descriptor, buffer.baseAddress! + length, buffer.count - length)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemError("read", path, code: errno) }
      guard count > 0 else { return nil }
      length += count
    }
    return QuarantinedContent(file: bytes)
  }
}
