import Glibc
import KapacitorUDF
import PlainText
import Settings

/// What `[daemon]` says.
public struct DaemonSection: Sendable, Equatable {
  public var loops: Int
  public var modelsDirectory: String
  public var stateDirectory: String
  public var socketDirectory: String
  public var controlSocket: String
  /// nil: nothing is served over HTTP.
  public var http: HTTPAddress?
  public var logLevel: LogLevel
  /// 0: connections are read whenever there is something to read.
  public var coalescingMaximumNanoseconds: Int64
  public var maximumConnections: Int
  public var maximumFrameBytes: Int
  public var maximumBusyNanoseconds: Int64
  public var drainDeadlineNanoseconds: Int64
  /// nil: no model is given to ONNX Runtime.
  public var onnxruntimeLibrary: String?

  init(_ table: SettingTable) throws(SettingError) {
    loops = try DaemonSection.loops(table)
    modelsDirectory = try DaemonSection.directory(DaemonKeys.modelsDirectory, table)
    stateDirectory = try DaemonSection.directory(DaemonKeys.stateDirectory, table)
    socketDirectory = try DaemonSection.directory(DaemonKeys.socketDirectory, table)
    let control = try table.string(DaemonKeys.controlSocket.name)
    controlSocket = FilePath.resolve(control ?? "control", in: socketDirectory)
    http = try DaemonSection.httpAddress(table)
    logLevel = LogLevel(name: try table.string(of: DaemonKeys.logLevel)) ?? .info
    coalescingMaximumNanoseconds = try table.duration(of: DaemonKeys.coalescingMaximum)
    maximumConnections = Int(try table.integer(of: DaemonKeys.maxConnections))
    maximumFrameBytes = try table.byteSize(of: DaemonKeys.maxFrameBytes)
    maximumBusyNanoseconds = try table.duration(of: DaemonKeys.maxBusy)
    drainDeadlineNanoseconds = try table.duration(of: DaemonKeys.drainDeadline)
    onnxruntimeLibrary = try DaemonSection.absolutePath(DaemonKeys.onnxruntimeLibrary, table)
  }

  private static func loops(_ table: SettingTable) throws(SettingError) -> Int {
    if case .integer(let count)? = try table.setting(of: DaemonKeys.loops)?.value {
      return Int(count)
    }
    // Those that this process may run on, which in a container are fewer than the machine has.
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  private static func httpAddress(_ table: SettingTable) throws(SettingError) -> HTTPAddress? {
    guard let text = try table.string(DaemonKeys.http.name) else { return nil }
    guard let address = HTTPAddress(text) else {
      throw table.error(
        DaemonKeys.http.name, "\(QuotedText.of(text)) is no loopback address with a port",
        remedy: "write 127.0.0.1:PORT, [::1]:PORT or unix:/PATH; for others put a proxy in front")
    }
    return address
  }

  private static func directory(
    _ key: KeyDeclaration, _ table: SettingTable
  ) throws(SettingError) -> String {
    try absolute(try table.string(of: key), key, table)
  }

  private static func absolutePath(
    _ key: KeyDeclaration, _ table: SettingTable
  ) throws(SettingError) -> String? {
    guard let path = try table.string(key.name) else { return nil }
    return try absolute(path, key, table)
  }

  private static func absolute(
    _ path: String, _ key: KeyDeclaration, _ table: SettingTable
  ) throws(SettingError) -> String {
    guard path.hasPrefix("/") else {
      throw table.error(
        key.name, "\(QuotedText.of(path)) is relative", remedy: "write an absolute path")
    }
    return path
  }
}
