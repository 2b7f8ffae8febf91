import KapacitorUDF
import ModelRuntime
import Settings

/// `handler = "score"`.
enum ScoreKind: HandlerKind {
  static let name = "score"
  static let summary = "models and expressions, written in the configuration"
  static let keys = ScoreKeys.all

  static func makeDefinition(
    udf: String, settings: SettingTable, models: ModelStore
  ) throws -> any UDFDefinition {
    try ScoreUDF(name: udf, settings: settings, models: models)
  }
}
