import PlainText

extension SettingTable {
  /// Everything that is wrong with this table's own keys: unknown ones, missing ones, wrong types and ranges,
  /// in the order in which they were written, missing ones last.
  public func problems(against keys: [KeyDeclaration]) -> [SettingError] {
    var problems: [SettingError] = []
    for setting in entries {
      if let key = keys.first(where: { $0.name == setting.key }) {
        if let problem = key.problem(with: setting) { problems.append(problem) }
      } else {
        problems.append(unknownKey(setting, among: keys.map(\.name)))
      }
    }
    for key in keys where key.isRequired && self[key.name] == nil {
      problems.append(missing(key))
    }
    return problems
  }

  /// The first of `problems(against:)`, thrown.
  public func check(against keys: [KeyDeclaration]) throws(SettingError) {
    if let problem = problems(against: keys).first { throw problem }
  }

  /// That a key is not known here, and what was probably meant.
  public func unknownKey(_ setting: Setting, among known: [String]) -> SettingError {
    setting.error(
      "there is no such key", remedy: NearestName.suggestion(for: setting.key, among: known))
  }

  func missing(_ key: KeyDeclaration) -> SettingError {
    error(key.name, "is missing; expected \(key.type.description)", remedy: key.summary)
  }
}
