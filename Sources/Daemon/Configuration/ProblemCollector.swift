import Settings

/// Gathers what is wrong, so that a user is told of everything at once. The same thing is told once.
struct ProblemCollector {
  private(set) var problems: [SettingError] = []

  mutating func add(_ more: [SettingError]) {
    for problem in more where !problems.contains(where: { $0.path == problem.path }) {
      problems.append(problem)
    }
  }

  /// The value, or nil with its problem noted.
  mutating func value<Value>(_ body: () throws(SettingError) -> Value) -> Value? {
    do {
      return try body()
    } catch {
      add([error])
      return nil
    }
  }

  func throwIfAny() throws(ConfigurationError) {
    if !problems.isEmpty { throw error() }
  }

  func error() -> ConfigurationError { ConfigurationError(problems: problems) }
}
