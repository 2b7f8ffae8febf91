import Glibc
import KapacitorUDF

/// The log on standard error: one line each, `2024-11-24T22:31:07.123Z info wind_turbine turbines/score2: MESSAGE`.
public struct StandardErrorSink: LogSink {
  public let minimumLevel: LogLevel
  /// Written before the level; Kapacitor, whose child `udfd stdio` is, puts its own time before each line.
  private let showsTime: Bool

  public init(minimumLevel: LogLevel, showsTime: Bool = true) {
    self.minimumLevel = minimumLevel
    self.showsTime = showsTime
  }

  public func write(_ record: LogRecord) {
    var line = showsTime ? StandardErrorSink.timestamp() + " " : ""
    line += StandardErrorSink.word(record.level)
    if !record.udf.isEmpty { line += " \(record.udf)" }
    if !record.task.isEmpty { line += " \(record.task)/\(record.node)" }
    line += ": \(record.message)\n"
    // One write, so that lines of several threads do not mix.
    var bytes = Array(line.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if written > 0 { bytes = bytes.dropFirst(written) } else if errno != EINTR { return }
    }
  }

  private static func word(_ level: LogLevel) -> String {
    switch level {
    case .debug: "debug"
    case .info: "info"
    case .warning: "warning"
    case .error, .off: "error"
    }
  }

  private static func timestamp() -> String {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    var parts = tm()
    gmtime_r(&now.tv_sec, &parts)
    func padded(_ value: Int, _ digits: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    let date =
      "\(parts.tm_year + 1900)-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
    let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0), 2) }
      .joined(separator: ":")
    return "\(date)T\(time).\(padded(now.tv_nsec / 1_000_000, 3))Z"
  }
}
