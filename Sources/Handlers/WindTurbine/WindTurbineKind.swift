import KapacitorUDF
import ModelRuntime
import Settings

/// `handler = "wind_turbine"`.
enum WindTurbineKind: HandlerKind {
  static let name = "wind_turbine"
  static let summary = "levels of the relative error between measured and predicted power"

  private static let model = KeyDeclaration(
    "model", .string, isRequired: true,
    summary: "the model that predicts power from wind speed, by its name under [models]")

  static let keys = [model, OptionSettings.key, TestKeys.tests] + PolicyKeys.all
  static var options: [OptionDeclaration] { WindTurbineRule.info.options }

  static func makeDefinition(
    udf: String, settings: SettingTable, models: ModelStore
  ) throws -> any UDFDefinition {
    let slots = try ModelSlots.slots(settings, key: model.name, in: models)
    guard let slot = slots.first else { throw settings.error(model.name, "is missing") }
    return WindTurbineUDF(
      name: udf, info: try OptionSettings.apply(settings, to: WindTurbineRule.info),
      policies: try Policies(settings), slot: slot)
  }
}
