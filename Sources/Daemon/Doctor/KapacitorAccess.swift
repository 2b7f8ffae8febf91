import Glibc

/// Whether Kapacitor may open the sockets. It retries one that it may not open for five minutes in silence, and the
/// daemon sees nothing of that.
public struct KapacitorAccess: Sendable {
  public static let user = "kapacitor"
  /// Where the drop-in that lets Kapacitor in can be.
  static let dropIns = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].map {
    "\($0)/systemd/system/kapacitor.service.d/udfd.conf"
  }

  private let account: Account?

  /// - Parameter account: the user that kapacitord runs as, with the groups that its unit adds; nil: there is none here.
  public init(account: Account?) {
    self.account = account
  }

  /// As this machine is set up.
  public static func ofThisMachine() -> KapacitorAccess {
    guard let account = Account(named: user) else { return KapacitorAccess(account: nil) }
    let isLetIn = dropIns.contains { access($0, F_OK) == 0 }
    guard isLetIn, let group = getgrnam("udfd") else { return KapacitorAccess(account: account) }
    return KapacitorAccess(account: account.joining(group.pointee.gr_gid))
  }

  /// About one socket that exists; nil where nothing can be said.
  public func finding(socket path: String, udf: String) -> Finding? {
    guard let account else { return nil }
    // To connect takes the right to write.
    guard let obstacle = account.obstacle(to: path, wanting: 0o2) else {
      return .good("user \(account.name) may open \(path)")
    }
    guard obstacle == path else {
      return .bad(
        "udf \(udf): user \(account.name) may not open \(path): it may not enter \(obstacle)",
        "chmod o+x \(obstacle), or choose another socket_directory")
    }
    return .bad(
      "udf \(udf): user \(account.name) may not open \(path): \(KapacitorAccess.describe(path))",
      "usermod -aG \(KapacitorAccess.group(of: path)) \(account.name), then restart kapacitord")
  }

  private static func describe(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "it is gone" }
    let digits = String(status.st_mode & 0o777, radix: 8)
    let owner = getpwuid(status.st_uid).map { String(cString: $0.pointee.pw_name) }
    return "it is \(owner ?? "\(status.st_uid)"):\(group(of: path)) 0\(digits)"
  }

  private static func group(of path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "udfd" }
    return getgrgid(status.st_gid).map { String(cString: $0.pointee.gr_name) } ?? "\(status.st_gid)"
  }
}
