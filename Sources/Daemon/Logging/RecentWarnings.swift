import CKernel
import KapacitorUDF
import Locks

/// The last warnings and errors, for the status: what one wants to see first when something is wrong.
final class RecentWarnings: Sendable {
  struct Entry: Sendable {
    let realtimeNanoseconds: Int64
    let record: LogRecord
  }

  /// A page of them; older ones are in the log.
  static let limit = 50

  private let entries = Lock<[Entry]>([])

  func note(_ record: LogRecord) {
    guard record.level >= .warning else { return }
    let entry = Entry(realtimeNanoseconds: kernel_realtime_nanoseconds(), record: record)
    entries.withLock { entries in
      if entries.count == Self.limit { entries.removeFirst() }
      entries.append(entry)
    }
  }

  /// The newest first.
  var newestFirst: [Entry] { entries.withLock { $0.reversed() } }
}
