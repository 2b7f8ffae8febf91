import CKernel
import Glibc

/// A listening Unix socket and the file it is reached by.
///
/// The socket is bound under another name, given its mode, owner and group, and only then renamed to its own: a
/// client finds either nothing, or a socket that is complete. A file of an earlier process is replaced only when no
/// one listens on it.
final class ListeningSocket: Sendable {
  let descriptor: Int32
  let path: String
  /// Made by systemd, which also keeps it: it is neither changed nor removed here.
  let isActivated: Bool
  private let identity: FileIdentity?
  private let lock: SocketLock?
  /// It was in the store when it came here.
  let isKept: Bool

  private static let backlog: Int32 = 511

  init(_ settings: SocketSettings) throws(ListenerError) {
    path = settings.path
    isActivated = false
    isKept = false
    guard path.utf8.count <= Int(KERNEL_SOCKET_PATH_BYTES) else { throw .pathTooLong(path) }
    let newPath = Self.newPath(for: path)
    try Self.makeDirectory(of: path)
    lock = try SocketLock(for: path)
    try Self.checkNobodyListens(at: path)
    descriptor = try Self.bound(to: newPath, settings)
    identity = FileIdentity(path: newPath)
    guard rename(newPath, path) == 0 else {
      let code = errno
      unlink(newPath)
      kernel_close(descriptor)
      throw .system(SystemError("rename", path, code: code))
    }
  }

  /// A socket that was passed to the process (socket activation).
  init(activated descriptor: Int32, path: String) throws(ListenerError) {
    self.path = path
    self.descriptor = descriptor
    isActivated = true
    isKept = false
    identity = nil
    lock = nil
    guard kernel_is_unix_listener(descriptor) == 1 else { throw .notAListener(path: path) }
    _ = kernel_set_close_on_exec(descriptor, 1)
    let code = kernel_set_nonblocking(descriptor)
    guard code == 0 else { throw .system(SystemError("fcntl", path, code: code)) }
  }

  /// The socket of an earlier process, whose file is still the one that it is reached by. Closes the descriptor when
  /// it throws.
  init(_ kept: KeptListener, _ settings: SocketSettings) throws(ListenerError) {
    path = settings.path
    descriptor = kept.descriptor
    isActivated = false
    isKept = true
    identity = kept.identity
    do throws(ListenerError) {
      guard FileIdentity(path: settings.path) == kept.identity,
        kernel_is_unix_listener(kept.descriptor) == 1
      else { throw .notAListener(path: settings.path) }
      lock = try SocketLock(for: settings.path)
      _ = kernel_set_close_on_exec(kept.descriptor, 1)
      try Self.permit(settings, at: settings.path)
    } catch {
      kernel_close(kept.descriptor)
      throw error
    }
  }

  /// Its name in the store; nil: it is not kept there (systemd keeps what it has made itself).
  func storeName(udf: String) -> String? {
    identity.flatMap { KeptListener.name(udf: udf, $0) }
  }

  deinit {
    removeFile()
    kernel_close(descriptor)
  }

  /// Takes the socket's file away at once, so that it is gone when the daemon says that it has stopped.
  func removeFile() {
    // Only the file that is ours: another program may have put its own there meanwhile.
    if let identity, FileIdentity(path: path) == identity { unlink(path) }
  }

  /// Beside the socket itself, and no longer than a socket's path may be.
  private static func newPath(for path: String) -> String {
    path.utf8.count + 4 <= Int(KERNEL_SOCKET_PATH_BYTES)
      ? path + ".new" : String(path.dropLast(4)) + ".new"
  }

  /// The directory is made where it is missing (its parents are not): as systemd's RuntimeDirectory would.
  private static func makeDirectory(of path: String) throws(ListenerError) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let directory = String(path[..<slash])
    guard mkdir(directory, 0o755) != 0, errno != EEXIST else { return }
    throw .system(SystemError("mkdir", directory, code: errno))
  }

  private static func checkNobodyListens(at path: String) throws(ListenerError) {
    guard let found = FileIdentity(path: path) else { return }
    guard found.isSocket else { throw .notASocket(path: path) }
    let probe = kernel_unix_socket(1)
    guard probe >= 0 else { throw .system(SystemError("socket", path, code: probe)) }
    defer { kernel_close(probe) }
    switch kernel_connect(probe, path) {
    case -ECONNREFUSED, -ENOENT: return
    // Connected, or its queue is full, or it is of another type: someone is there.
    case 0, -EAGAIN, -EINPROGRESS, -EPROTOTYPE: throw .someoneListens(path: path)
    case let code: throw .system(SystemError("connect", path, code: code))
    }
  }

  private static func bound(
    to path: String, _ settings: SocketSettings
  ) throws(ListenerError) -> Int32 {
    unlink(path)
    let descriptor = kernel_unix_socket(1)
    guard descriptor >= 0 else { throw .system(SystemError("socket", path, code: descriptor)) }
    do throws(ListenerError) {
      try check(kernel_bind(descriptor, path), "bind", path)
      try permit(settings, at: path)
      try check(kernel_listen(descriptor, backlog), "listen", path)
      return descriptor
    } catch {
      unlink(path)
      kernel_close(descriptor)
      throw error
    }
  }

  /// Gives the file its mode, owner and group.
  private static func permit(
    _ settings: SocketSettings, at path: String
  ) throws(ListenerError) {
    let user = try settings.owner.map { name throws(ListenerError) in
      try SocketOwner.user(name, for: settings.path)
    }
    let group = try settings.group.map { name throws(ListenerError) in
      try SocketOwner.group(name, for: settings.path)
    }
    try check(chmod(path, settings.mode) == 0 ? 0 : errno, "chmod", path)
    guard user != nil || group != nil else { return }
    let unchanged = UInt32.max
    try check(
      lchown(path, user ?? unchanged, group ?? unchanged) == 0 ? 0 : errno, "chown", path)
  }

  private static func check(
    _ code: Int32, _ call: String, _ path: String
  ) throws(ListenerError) {
    if code != 0 { throw .system(SystemError(call, path, code: code)) }
  }
}
