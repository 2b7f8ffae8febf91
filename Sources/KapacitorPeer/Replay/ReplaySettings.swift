import UDFWire

/// How a file is replayed through a UDF.
public struct ReplaySettings: Sendable {
  /// Each connection is a task of its own. The points of a group all go through the same one, so that they stay in order.
  public var connections = 1
  public var options: [Option] = []
  /// Points a second over all connections; nil: as fast as the UDF takes them.
  public var rate: Double?
  /// Points in each batch, for a UDF that wants batches.
  public var batch = 100
  public var database = "replay"
  public var retentionPolicy = "autogen"
  public var grouping = Grouping.allTags
  public var task = TaskSettings()

  public init() { task.snapshotInterval = .seconds(60) }
}
