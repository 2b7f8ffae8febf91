import KapacitorUDF

extension LogSink {
  /// Writes a line of the daemon's own, if its level is wanted.
  func write(
    _ level: LogLevel, _ message: @autoclosure () -> String, udf: String = "", task: String = "",
    node: String = ""
  ) {
    guard level >= minimumLevel, level != .off else { return }
    write(LogRecord(level: level, message: message(), udf: udf, task: task, node: node))
  }
}
