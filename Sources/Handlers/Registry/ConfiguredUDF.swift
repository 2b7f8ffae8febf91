import KapacitorUDF
import ModelRuntime
import Settings
import UDFWire

/// A UDF whose handler is a `UDFHandler`, as a configuration declares it.
struct ConfiguredUDF<Handler: UDFHandler & ~Copyable>: UDFDefinition, ModelUser {
  let name: String
  let info: UDFInfo
  let pointFailurePolicy: PointFailurePolicy
  let missingPolicy: MissingPolicy
  let restorePolicy: RestorePolicy
  private let slots: [ModelSlot]
  private let models: ModelStore

  init(udf: String, settings: SettingTable, models: ModelStore) throws {
    let policies = try Policies(settings)
    name = udf
    info = try OptionSettings.apply(settings, to: try Handler.info.checked())
    pointFailurePolicy = policies.pointFailure
    missingPolicy = policies.missing
    restorePolicy = policies.restore
    self.models = models
    slots = try ModelSlots.slots(settings, key: CodedKeys.models.name, in: models)
  }

  var keepsState: Bool { Handler.keepsState }

  var readiness: Readiness { ModelSlots.readiness(slots) }

  var modelNames: [String] { slots.map(\.name) }

  /// What the handler does with a model is its own affair.
  func check(_ model: Model, named name: String) throws {}

  func makeHandler(
    options: Options, context: HandlerContext
  ) throws -> any TaskHandler & ~Copyable {
    var context = context
    context.models = StoreModels(models)
    return try Handler(options: options, context: context)
  }
}
