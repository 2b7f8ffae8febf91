/// What a handler may know and use of its surroundings.
public struct HandlerContext: Sendable {
  /// The UDF's name as TICKscripts call it.
  public let udfName: String
  /// Kapacitor's names of the task and of the node in it.
  public let taskID: String
  public let nodeID: String
  public let log: HandlerLog
  public let clock: any HandlerClock
  /// The models that the configuration names.
  public var models: any ModelLookup
  /// For a `SeededGenerator`: the same whenever the input of this connection is repeated, another for every start of the
  /// task.
  public let seed: UInt64

  public init(
    udfName: String, taskID: String = "", nodeID: String = "", log: HandlerLog? = nil,
    clock: any HandlerClock = SystemClock(), models: any ModelLookup = NoModels(),
    seed: UInt64 = 0
  ) {
    self.udfName = udfName
    self.taskID = taskID
    self.nodeID = nodeID
    self.log = log ?? HandlerLog(to: NoLog(), udf: udfName, task: taskID, node: nodeID)
    self.clock = clock
    self.models = models
    self.seed = seed
  }
}
