import UDFWire

/// How Kapacitor is to behave towards a UDF.
public struct TaskSettings: Sendable {
  public var taskID = "task"
  public var nodeID = "udf2"
  /// The UDF's `timeout` in kapacitor.conf: a keepalive goes out every half of it, and silence for all of it kills the
  /// task. nil: neither.
  public var timeout: Duration? = .seconds(10)
  /// `snapshot-interval` in kapacitor.conf, where a minute is usual. nil: snapshots only when asked for.
  public var snapshotInterval: Duration?
  public var writeMode = WriteMode.kapacitor
  /// What the UDF's Info said that it provides; nil leaves the edge unchecked.
  public var provides: EdgeType?
  /// How long to try to connect. Kapacitor tries for 5 minutes.
  public var patience: Duration = .zero

  public init() {}
}

/// How frames are written to the socket.
public enum WriteMode: String, Sendable, CaseIterable {
  /// Length and message in a write call each, one frame after another: what Kapacitor does.
  case kapacitor
  /// Whole frames, many at once where they are there: what a socket can take at most.
  case bulk
}
