/// One value of the configuration and where it was written.
public struct Setting: Sendable {
  /// The last key of its path; empty for an element of a list.
  public let key: String
  public let path: SettingPath
  /// nil for settings that were written in code.
  public let place: SettingPlace?
  public let value: SettingValue

  public init(key: String, path: SettingPath, place: SettingPlace?, value: SettingValue) {
    self.key = key
    self.path = path
    self.place = place
    self.value = value
  }

  /// An error about this setting: `udfd.toml:3:1: udf.a.model: PROBLEM; REMEDY`.
  public func error(_ problem: String, remedy: String? = nil) -> SettingError {
    SettingError(place: place, path: path, problem: problem, remedy: remedy)
  }

  func rerooted(at newPath: SettingPath) -> Setting {
    Setting(key: key, path: newPath, place: place, value: value.rerooted(at: newPath))
  }
}
