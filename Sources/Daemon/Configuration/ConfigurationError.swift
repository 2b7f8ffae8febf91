import Settings

/// Everything that is wrong with a configuration, one line each.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
  /// Never empty.
  public let problems: [SettingError]

  public init(problems: [SettingError]) {
    self.problems = problems
  }

  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
