import Settings

/// What `[udf.NAME]` says of its place in the daemon. What it says to its handler stays in `table`.
public struct UDFSection: Sendable {
  public let name: String
  public let handler: String
  /// Absolute, and short enough for a Unix socket.
  public let socketPath: String
  public let socketMode: UInt32
  /// nil: the daemon's own.
  public let socketOwner: String?
  public let socketGroup: String?
  public let maximumConnections: Int
  public let hasOwnLoop: Bool
  /// The whole table, for the handler to read its keys from.
  public let table: SettingTable

  /// The kernel's `sun_path` without its terminating zero, and without the `.new` under which a socket is made.
  static let maximumSocketPathBytes = 103

  init(name: String, _ table: SettingTable, daemon: DaemonSection) throws(SettingError) {
    self.name = name
    self.table = table
    handler = try table.string(of: UDFKeys.handler)
    let socket = try table.string(UDFKeys.socket.name)
    socketPath = FilePath.resolve(socket ?? "\(name).sock", in: daemon.socketDirectory)
    socketMode = try table.fileMode(of: UDFKeys.mode)
    socketOwner = try table.string(UDFKeys.owner.name)
    socketGroup = try table.string(UDFKeys.group.name)
    maximumConnections = Int(try table.integer(of: UDFKeys.maxConnections))
    hasOwnLoop = try table.string(of: UDFKeys.loop) == "dedicated"
    guard socketPath.utf8.count <= UDFSection.maximumSocketPathBytes else {
      throw table.error(
        UDFKeys.socket.name,
        "\(socketPath) has \(socketPath.utf8.count) bytes; a socket's path has at most "
          + "\(UDFSection.maximumSocketPathBytes)",
        remedy: "choose a shorter name or socket_directory")
    }
  }
}
