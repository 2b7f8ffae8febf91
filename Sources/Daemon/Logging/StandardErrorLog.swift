import CKernel
import Glibc
import KapacitorUDF
import Synchronization

/// Writes one line for each record to standard error: `2026-01-31T12:00:00.000Z level udf/task/node message`.
///
/// A line goes out in one write, so that lines of several threads never mix, and a standard error that is full or
/// closed loses lines rather than stopping a loop for longer than that write.
public final class StandardErrorLog: LogSink {
  private let level: Atomic<UInt8>
  private let descriptor: Int32

  public init(minimumLevel: LogLevel = .info, descriptor: Int32 = STDERR_FILENO) {
    level = Atomic(minimumLevel.rawValue)
    self.descriptor = descriptor
  }

  public var minimumLevel: LogLevel {
    get { LogLevel(rawValue: level.load(ordering: .relaxed)) ?? .info }
    set { level.store(newValue.rawValue, ordering: .relaxed) }
  }

  public func write(_ record: LogRecord) {
    let line = LogLine.text(of: record, realtimeNanoseconds: kernel_realtime_nanoseconds()) + "\n"
    var bytes = Array(line.utf8)
    bytes.withUnsafeMutableBytes { _ = kernel_write(descriptor, $0.baseAddress, UInt64($0.count)) }
  }
}
