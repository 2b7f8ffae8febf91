import KapacitorUDF

/// Where the daemon logs: the journal where standard error is connected to it, else standard error.
final class ServiceLog: LogSink {
  private let sink: any LogSink
  let recentWarnings = RecentWarnings()
  private let setLevel: @Sendable (LogLevel) -> Void

  init(environment: [String: String], level: LogLevel) {
    if JournalSink.isConnected(environment: environment) {
      let journal = JournalSink(minimumLevel: level)
      sink = journal
      setLevel = { journal.minimumLevel = $0 }
    } else {
      let standardError = StandardErrorLog(minimumLevel: level)
      sink = standardError
      setLevel = { standardError.minimumLevel = $0 }
    }
  }

  /// A reload may change it.
  var minimumLevel: LogLevel {
    get { sink.minimumLevel }
    set { setLevel(newValue) }
  }

  func write(_ record: LogRecord) {
    recentWarnings.note(record)
    sink.write(record)
  }
}
