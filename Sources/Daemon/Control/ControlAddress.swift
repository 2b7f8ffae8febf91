import Settings

/// Where a daemon with a configuration can be asked.
public enum ControlAddress {
  public static let standard = "/run/udfd/control"

  /// The control socket that the configuration names. A file that is broken otherwise, or cannot be read, names
  /// the standard one: that is when one asks for the status.
  ///
  /// - Returns: the path, and what is to be said where it is only the standard one.
  public static func of(_ source: ConfigurationSource) -> (path: String, warning: String?) {
    if let flag = source.flags.last(where: { $0.key == DaemonKeys.controlSocket.name })?.value {
      return (flag, nil)
    }
    let root: SettingTable
    do {
      root = try source.read()
    } catch {
      let reason = error.problems.first.map { "\($0)" } ?? source.file
      return (standard, "\(reason); asking at \(standard)")
    }
    let daemon = (try? root.table("daemon")) ?? SettingTable()
    let directory =
      (try? daemon.string(DaemonKeys.socketDirectory.name)) ?? nil ?? "/run/udfd"
    let path = (try? daemon.string(DaemonKeys.controlSocket.name)) ?? nil ?? "control"
    return (FilePath.resolve(path, in: directory), nil)
  }
}
