import UDFWire

/// What a benchmark does to a UDF.
public struct BenchSettings: Sendable {
  public enum Mode: String, Sendable, CaseIterable {
    /// As many points as the UDF takes.
    case throughput
    /// One point at a time on each connection, the next when its answer has come.
    case latency
    /// A given number of points each second, however long the answers take.
    case paced
  }

  /// When a run ends.
  public enum Extent: Sendable, Equatable {
    case points(Int)
    case duration(Duration)
  }

  public var socketPath: String
  public var mode = Mode.throughput
  public var connections = 1
  public var options: [Option] = []
  public var writeMode = WriteMode.bulk
  /// For each connection.
  public var extent = Extent.points(1_000_000)
  /// Points a second on each connection, for `paced`.
  public var rate = 10_000.0
  /// Whether every point must come back, once and in order.
  public var checksSequence = true
  /// The UDF's process, whose CPU time is measured; nil asks the kernel who listens.
  public var process: Int32?

  public init(socketPath: String) { self.socketPath = socketPath }
}
