import KapacitorUDF
import Settings

extension EmitEvery {
  /// When a group's batch ends, for stream->batch; nil where the key is absent.
  init?(_ settings: SettingTable) throws(SettingError) {
    let key = ScoreKeys.emitEvery.name
    guard let setting = settings[key] else { return nil }
    if case .integer(let count) = setting.value {
      guard (1...1_000_000).contains(count) else {
        throw setting.error("\(count) points make no batch", remedy: "use 1 to 1000000")
      }
      self = .points(Int(count))
      return
    }
    guard let nanoseconds = try settings.duration(key), nanoseconds > 0 else {
      throw setting.error("a batch needs some time", remedy: "use a duration such as \"10s\"")
    }
    self = .nanoseconds(nanoseconds)
  }
}
