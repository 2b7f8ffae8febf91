import KapacitorUDF
import Lambda
import ModelRuntime
import Settings

/// A UDF that is all configuration.
struct ScoreUDF: UDFDefinition, ModelUser, RemarkableUDF {
  let name: String
  let info: UDFInfo
  let pointFailurePolicy: PointFailurePolicy
  let missingPolicy: MissingPolicy
  let restorePolicy: RestorePolicy
  let rules: ScoreRules
  let remarks: [String]
  private let slots: [ModelSlot]

  init(name: String, settings: SettingTable, models: ModelStore) throws {
    let policies = try Policies(settings)
    self.name = name
    pointFailurePolicy = policies.pointFailure
    missingPolicy = policies.missing
    restorePolicy = policies.restore
    rules = try ScoreRules(settings)
    slots = try ModelSlots.slots(settings, key: ScoreKeys.model.name, in: models)
    info = UDFInfo(
      wants: rules.edge.wants, provides: rules.edge.provides, options: rules.options)
    // Tests are run elsewhere; that they can be read is told with everything else.
    let tests = try ConfigurationTest.all(in: settings, for: info)
    remarks = ScoreRemarks(rules: rules, testedTags: Set(tests.flatMap(\.tagNames))).lines
    // With no model everything can be told now; with models, what can be without them is told by
    // `check`, once they are there.
    if slots.isEmpty {
      _ = try ScorePlanner.plan(rules, constants: rules.sampleConstants, models: [])
    }
  }

  var keepsState: Bool { rules.keepsState }

  var readiness: Readiness { ModelSlots.readiness(slots) }

  var modelNames: [String] { slots.map(\.name) }

  /// Whether the expressions would work with this model, and the others as they are.
  func check(_ model: Model, named name: String) throws {
    var shapes: [ScoreModelShape] = []
    for slot in slots {
      guard let model = slot.name == name ? model : slot.current() else { return }
      shapes.append(ScoreModelShape(name: slot.name, model))
    }
    _ = try ScorePlanner.plan(rules, constants: rules.sampleConstants, models: shapes)
  }

  func makeHandler(
    options: Options, context: HandlerContext
  ) throws -> any TaskHandler & ~Copyable {
    let setup = try makeSetup(options: options, clock: context.clock)
    switch rules.edge {
    case .streamToStream: return try Score(setup, log: context.log)
    case .batchToBatch, .batchToStream: return try ScoreBatch(setup, log: context.log)
    case .streamToBatch: return try ScoreCollector(setup, log: context.log)
    }
  }

  /// Resolves all names with a task's options and the models of now.
  func makeSetup(options: Options, clock: any HandlerClock) throws -> ScoreSetup {
    let shapes = try slots.map { slot in
      guard let model = slot.current() else {
        throw HandlerError("model \(slot.name) is not loaded")
      }
      return ScoreModelShape(name: slot.name, model)
    }
    let plan = try ScorePlanner.plan(
      rules, constants: rules.constants(options), models: shapes)
    return try ScoreSetup(rules, plan, slots: slots, clock: clock)
  }
}
