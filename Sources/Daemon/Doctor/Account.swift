import Glibc

/// A user and the groups it is in, as the kernel will see them.
public struct Account: Sendable, Equatable {
  public let name: String
  public let user: uid_t
  public let groups: [gid_t]

  public init(name: String, user: uid_t, groups: [gid_t]) {
    self.name = name
    self.user = user
    self.groups = groups
  }

  /// nil: there is no such user.
  public init?(named name: String) {
    guard let entry = getpwnam(name) else { return nil }
    let primary = entry.pointee.pw_gid
    var groups = [gid_t](repeating: 0, count: 256)
    var count = Int32(groups.count)
    // 256 groups are more than any service user has; of more, the first count.
    _ = getgrouplist(name, primary, &groups, &count)
    self.init(
      name: name, user: entry.pointee.pw_uid, groups: Array(groups.prefix(max(0, Int(count)))))
  }

  public func joining(_ group: gid_t) -> Account {
    Account(name: name, user: user, groups: groups + [group])
  }

  /// What keeps this user from a file: the path of the directory or file that does; nil: nothing. Goes by permission
  /// bits, as a local file system does.
  public func obstacle(to path: String, wanting bits: UInt32) -> String? {
    if user == 0 { return nil }
    var directory = ""
    for part in path.split(separator: "/").dropLast() {
      directory += "/\(part)"
      if !has(bits: 0o1, of: directory) { return directory }
    }
    return has(bits: bits, of: path) ? nil : path
  }

  private func has(bits: UInt32, of path: String) -> Bool {
    var status = stat()
    // What is not there is another finding's affair.
    guard stat(path, &status) == 0 else { return true }
    let shift: UInt32 =
      status.st_uid == user ? 6 : groups.contains(status.st_gid) ? 3 : 0
    return (status.st_mode >> shift) & bits == bits
  }
}
