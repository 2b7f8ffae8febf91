import CKernel
import Glibc

/// Holds `PATH.lock` for as long as a socket is served, so that two daemons on one socket are told apart at once.
///
/// The kernel lets go of it when the process dies, however it dies.
final class SocketLock: Sendable {
  private let descriptor: Int32
  private let path: String

  init(for socket: String) throws(ListenerError) {
    path = socket + ".lock"
    descriptor = try Self.acquire(path, for: socket)
    let process = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = process.withUnsafeBytes { kernel_write(descriptor, $0.baseAddress, UInt64($0.count)) }
  }

  deinit {
    // While it is still held: who opens it now finds it locked, who comes later makes a new one.
    unlink(path)
    kernel_close(descriptor)
  }

  /// Opens and locks until the file that is locked is also the one that the path names: its last holder removes it.
  private static func acquire(_ path: String, for socket: String) throws(ListenerError) -> Int32 {
    while true {
      let descriptor = kernel_open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { throw .system(SystemError("open", path, code: descriptor)) }
      let locked = kernel_lock_file(descriptor)
      guard locked == 0 else {
        defer { kernel_close(descriptor) }
        if locked == -EWOULDBLOCK {
          throw .heldByAnotherDaemon(path: socket, process: holder(descriptor))
        }
        throw .system(SystemError("flock", path, code: locked))
      }
      if FileIdentity(descriptor: descriptor) == FileIdentity(path: path) { return descriptor }
      kernel_close(descriptor)
    }
  }

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    let digits = bytes.prefix(max(0, count)).prefix { $0 >= 48 && $0 <= 57 }
    return String(decoding: digits, as: UTF8.self)
  }
}
