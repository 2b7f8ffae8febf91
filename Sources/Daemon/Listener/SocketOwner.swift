import Glibc

/// Users and groups by name or number.
enum SocketOwner {
  static func user(_ name: String, for path: String) throws(ListenerError) -> uid_t {
    if let number = uid_t(name) { return number }
    guard let entry = getpwnam(name) else { throw .unknownUser(path: path, name: name) }
    return entry.pointee.pw_uid
  }

  static func group(_ name: String, for path: String) throws(ListenerError) -> gid_t {
    if let number = gid_t(name) { return number }
    guard let entry = getgrnam(name) else { throw .unknownGroup(path: path, name: name) }
    return entry.pointee.gr_gid
  }
}
