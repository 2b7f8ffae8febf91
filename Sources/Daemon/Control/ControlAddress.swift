import Settings

/// Where a daemon with a configuration can be asked.
public enum ControlAddress {
  public static let standard = "/run/udfd/control"

  /// The control socket that the configuration names. A file that is broken otherwise, or cannot be read, names
  /// the standard one: that is when one asks for the status.
  public static func of(_ source: ConfigurationSource) -> String {
    guard let root = try? source.read(), let daemon = try? root.table("daemon") ?? SettingTable()
    else { return standard }
    let directory =
      (try? daemon.string(DaemonKeys.socketDirectory.name)) ?? nil ?? "/run/udfd"
    let path = (try? daemon.string(DaemonKeys.controlSocket.name)) ?? nil ?? "control"
    return FilePath.resolve(path, in: directory)
  }
}
