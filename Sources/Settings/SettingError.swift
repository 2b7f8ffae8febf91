/// What is wrong with a setting, where it stands and what to do about it.
public struct SettingError: Error, Sendable, Hashable, CustomStringConvertible {
  public let place: SettingPlace?
  public let path: SettingPath
  /// What is wrong, and what was expected.
  public let problem: String
  /// What to do, where that does not follow from the problem.
  public let remedy: String?

  public init(place: SettingPlace?, path: SettingPath, problem: String, remedy: String? = nil) {
    self.place = place
    self.path = path
    self.problem = problem
    self.remedy = remedy
  }

  /// One line: place, key, problem, remedy.
  public var description: String {
    var line = ""
    if let place { line += "\(place): " }
    if !path.components.isEmpty { line += "\(path): " }
    line += problem
    if let remedy { line += "; \(remedy)" }
    return line
  }
}
