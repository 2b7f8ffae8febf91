import PlainText

/// The log as a handler sees it: every line carries the UDF, the task and the node.
///
/// A line that is below the sink's level costs one comparison: its text is not made.
public struct HandlerLog: Sendable {
  /// Shared by the copies, which a session has several of.
  private final class Origin: Sendable {
    let sink: any LogSink
    let clock: any HandlerClock
    let limit = LogRateLimit()
    let udf: String
    let task: String
    let node: String

    init(_ sink: any LogSink, _ clock: any HandlerClock, udf: String, task: String, node: String) {
      self.sink = sink
      self.clock = clock
      self.udf = OneLine.escaping(udf)
      self.task = OneLine.escaping(task)
      self.node = OneLine.escaping(node)
    }
  }

  private let origin: Origin

  public init(
    to sink: any LogSink, clock: any HandlerClock = SystemClock(), udf: String = "",
    task: String = "", node: String = ""
  ) {
    origin = Origin(sink, clock, udf: udf, task: task, node: node)
  }

  public func isEnabled(_ level: LogLevel) -> Bool {
    level >= origin.sink.minimumLevel && level != .off
  }

  public func debug(_ message: @autoclosure () -> String) { write(.debug, message) }
  public func info(_ message: @autoclosure () -> String) { write(.info, message) }
  public func warning(_ message: @autoclosure () -> String) { write(.warning, message) }
  public func error(_ message: @autoclosure () -> String) { write(.error, message) }

  /// A line of a kind that may come with every point: at most one every ten seconds, which says how
  /// many were left out.
  public func limited(
    _ level: LogLevel, kind: String, _ message: @autoclosure () -> String
  ) {
    guard isEnabled(level),
      let heldBack = origin.limit.admit(kind, now: origin.clock.nowNanoseconds)
    else { return }
    let more = heldBack == 0 ? "" : " (and \(heldBack) more like it since the last such line)"
    write(level) { message() + more }
  }

  private func write(_ level: LogLevel, _ message: () -> String) {
    guard isEnabled(level) else { return }
    origin.sink.write(
      LogRecord(
        level: level, message: OneLine.escaping(message(), maximumCharacters: 4_000),
        udf: origin.udf, task: origin.task, node: origin.node))
  }
}
