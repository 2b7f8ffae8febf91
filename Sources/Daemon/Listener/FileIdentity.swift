import Glibc

/// Which file it is, whatever it is called.
struct FileIdentity: Equatable, Sendable {
  let device: UInt64
  let inode: UInt64
  let isSocket: Bool

  /// A socket, as someone else has noted it.
  init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
    isSocket = true
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Does not follow a symbolic link.
  init?(path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    isSocket = status.st_mode & S_IFMT == S_IFSOCK
  }
}
