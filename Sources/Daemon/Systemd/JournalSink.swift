import CSystemd
import Glibc
import KapacitorUDF
import Synchronization

/// The log in systemd's journal, with fields to search by: `journalctl UDF=wind_turbine TASK=turbines`.
public final class JournalSink: LogSink {
  private let level: Atomic<UInt8>

  public init(minimumLevel: LogLevel) {
    level = Atomic(minimumLevel.rawValue)
  }

  public var minimumLevel: LogLevel {
    get { LogLevel(rawValue: level.load(ordering: .relaxed)) ?? .info }
    set { level.store(newValue.rawValue, ordering: .relaxed) }
  }

  /// Whether standard error is the journal: systemd names the stream's device and inode in JOURNAL_STREAM.
  public static func isConnected(environment: [String: String]) -> Bool {
    guard let stream = environment["JOURNAL_STREAM"] else { return false }
    let parts = stream.split(separator: ":")
    var status = stat()
    guard parts.count == 2, fstat(STDERR_FILENO, &status) == 0 else { return false }
    return UInt64(parts[0]) == UInt64(status.st_dev) && UInt64(parts[1]) == UInt64(status.st_ino)
  }

  public func write(_ record: LogRecord) {
    var fields = ["MESSAGE=\(record.message)", "PRIORITY=\(JournalSink.priority(record.level))"]
    if !record.udf.isEmpty { fields.append("UDF=\(record.udf)") }
    if !record.task.isEmpty { fields.append("TASK=\(record.task)") }
    if !record.node.isEmpty { fields.append("NODE=\(record.node)") }
    JournalSink.send(fields)
  }

  private static func priority(_ level: LogLevel) -> Int32 {
    switch level {
    case .debug: LOG_DEBUG
    case .info: LOG_INFO
    case .warning: LOG_WARNING
    case .error, .off: LOG_ERR
    }
  }

  /// The pieces of one allocation for all fields: an iovec must point at bytes that stay where they are.
  private static func send(_ fields: [String]) {
    var bytes: [UInt8] = []
    var lengths: [Int] = []
    for field in fields {
      bytes += field.utf8
      lengths.append(field.utf8.count)
    }
    bytes.withUnsafeMutableBytes { raw in
      var pieces: [iovec] = []
      var offset = 0
      for length in lengths {
        // `offset + length` never exceeds raw.count: the lengths are those of the parts of `bytes`.
        pieces.append(iovec(iov_base: raw.baseAddress! + offset, iov_len: length))
        offset += length
      }
      _ = sd_journal_sendv(pieces, Int32(pieces.count))
    }
  }
}
