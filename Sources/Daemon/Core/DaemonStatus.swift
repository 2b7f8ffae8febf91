/// What a UDF of the daemon is doing.
public struct UDFStatus: Sendable {
  public let name: String
  public let socketPath: String
  /// False for a UDF that was removed while it has connections.
  public let isListening: Bool
  public let accepted: UInt64
  public let refused: UInt64
  /// Over all connections since the start, ended ones included.
  public let totals: CounterValues
  /// In the order in which they came.
  public let connections: [ConnectionStatus]
}

/// What a connection is doing.
public struct ConnectionStatus: Sendable {
  public let identity: ConnectionIdentity
  /// Kapacitor's names of the task and the node; empty before Init. From outside: escape them where they are shown.
  public let taskID: String
  public let nodeID: String
  public let loop: Int
  /// The `ConnectionSettings.generation` that it was started under.
  public let generation: UInt64
  public let isContinuous: Bool
  public let counters: CounterValues
}

extension ConnectionStatus {
  init(_ connection: HandlerActor) {
    let label = connection.label.current
    self.init(
      identity: connection.identity, taskID: label.taskID, nodeID: label.nodeID,
      loop: connection.loop.index, generation: connection.settings.generation,
      isContinuous: label.isContinuous, counters: connection.counters.snapshot)
  }
}

/// What an event loop is doing.
public struct LoopStatus: Sendable {
  public let index: Int
  public let connections: Int
  public let rounds: UInt64
  /// For how long it has been at one round of work; 0 while it waits.
  public let busyNanoseconds: Int64
}
