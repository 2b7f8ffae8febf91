import Lambda
import Settings

/// Which points are passed on.
enum ScoreEmit: Sendable {
  case all
  case whenHolds
  case condition(ScoreExpression)

  init(_ settings: SettingTable) throws(SettingError) {
    guard let setting = settings[ScoreKeys.emit.name] else {
      self = .all
      return
    }
    switch setting.value {
    case .string("all"): self = .all
    case .string("when"):
      guard settings[ScoreKeys.when.name] != nil else {
        throw setting.error("there is no when", remedy: "add one, or emit \"all\"")
      }
      self = .whenHolds
    default: self = .condition(try ScoreExpression(setting))
    }
  }
}
