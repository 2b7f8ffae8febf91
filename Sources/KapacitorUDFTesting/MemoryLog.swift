import KapacitorUDF
import Locks

/// A log that a test can read.
public final class MemoryLog: LogSink {
  private let storage = Lock<[LogRecord]>([])
  public let minimumLevel: LogLevel

  public init(minimumLevel: LogLevel = .debug) { self.minimumLevel = minimumLevel }

  public func write(_ record: LogRecord) { storage.withLock { $0.append(record) } }

  public var records: [LogRecord] { storage.withLock { $0 } }

  public func messages(_ level: LogLevel) -> [String] {
    records.filter { $0.level == level }.map(\.message)
  }
}
