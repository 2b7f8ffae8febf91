import CKernel

/// What holds for the daemon as a whole and for the life of its process.
public struct DaemonSettings: Sendable, Equatable {
  /// Event loop threads.
  public var loops: Int
  /// Connections in total, over all UDFs.
  public var connectionLimit: Int
  /// After so long a handler that is still at one burst is given up: where there is a store, the process aborts, and the
  /// next one sets that frame aside and goes on with every other connection. 0: never.
  public var maximumBusyNanoseconds: Int64
  /// Where frames are kept on which the process died; nil: nowhere.
  public var quarantineDirectory: String?

  /// One loop for each CPU that the process may run on.
  public static var usableCPUs: Int { Int(kernel_usable_cpus()) }

  public init(
    loops: Int = DaemonSettings.usableCPUs, connectionLimit: Int = 4000,
    maximumBusyNanoseconds: Int64 = 0, quarantineDirectory: String? = nil
  ) {
    self.loops = max(1, loops)
    self.connectionLimit = connectionLimit
    self.maximumBusyNanoseconds = maximumBusyNanoseconds
    self.quarantineDirectory = quarantineDirectory
  }
}
