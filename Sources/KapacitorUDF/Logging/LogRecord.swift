/// One line of the log, with what it is about kept apart for logs that have fields.
public struct LogRecord: Sendable, Equatable {
  public var level: LogLevel
  /// One line; what came from outside is escaped in it.
  public var message: String
  public var udf: String
  /// Kapacitor's names of the task and of the node in it; empty before Init.
  public var task: String
  public var node: String

  public init(
    level: LogLevel, message: String, udf: String = "", task: String = "", node: String = ""
  ) {
    self.level = level
    self.message = message
    self.udf = udf
    self.task = task
    self.node = node
  }
}
