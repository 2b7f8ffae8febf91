/// Where log lines go: journald, standard error, a test's array.
public protocol LogSink: Sendable {
  /// Lines below this level are not even made. Read for every line: keep it cheap.
  var minimumLevel: LogLevel { get }
  func write(_ record: LogRecord)
}

/// A sink for those who want no log.
public struct NoLog: LogSink {
  public init() {}
  public var minimumLevel: LogLevel { .off }
  public func write(_ record: LogRecord) {}
}
