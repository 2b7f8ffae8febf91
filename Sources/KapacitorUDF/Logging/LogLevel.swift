/// How much a line of the log matters. The names are those of `KAPACITOR_LOGGING_LEVEL`.
public enum LogLevel: UInt8, Sendable, Comparable, CaseIterable {
  case debug
  case info
  case warning
  case error
  /// As a threshold: nothing is logged.
  case off

  /// From its name in a configuration or environment, in any case; `warn` is `warning`.
  public init?(name: String) {
    switch name.lowercased() {
    case "debug", "trace": self = .debug
    case "info": self = .info
    case "warning", "warn": self = .warning
    case "error": self = .error
    case "off", "none": self = .off
    default: return nil
    }
  }

  public static func < (a: LogLevel, b: LogLevel) -> Bool { a.rawValue < b.rawValue }
}
