import CKernel

/// What holds for the daemon as a whole and for the life of its process.
public struct DaemonSettings: Sendable, Equatable {
  /// Event loop threads.
  public var loops: Int
  /// Connections in total, over all UDFs.
  public var connectionLimit: Int

  /// One loop for each CPU that the process may run on.
  public static var usableCPUs: Int { Int(kernel_usable_cpus()) }

  public init(loops: Int = DaemonSettings.usableCPUs, connectionLimit: Int = 4000) {
    self.loops = max(1, loops)
    self.connectionLimit = connectionLimit
  }
}
