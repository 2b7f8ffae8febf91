import KapacitorUDF
import ModelRuntime

/// The guide's complete example as a UDF: stream to stream, with a model of the store.
public struct WindTurbineUDF: UDFDefinition, ModelUser {
  public let name: String
  public let info: UDFInfo
  public let pointFailurePolicy: PointFailurePolicy
  public let missingPolicy: MissingPolicy
  public let restorePolicy: RestorePolicy
  private let slot: ModelSlot

  init(name: String, info: UDFInfo, policies: Policies, slot: ModelSlot) {
    self.name = name
    self.info = info
    self.slot = slot
    pointFailurePolicy = policies.pointFailure
    missingPolicy = policies.missing
    restorePolicy = policies.restore
  }

  /// Each point is judged by itself.
  public var keepsState: Bool { false }

  public var readiness: Readiness { ModelSlots.readiness([slot]) }

  public var modelNames: [String] { [slot.name] }

  /// Fields are named by options, so that any names will do here: what counts is the shape.
  public func check(_ model: Model, named name: String) throws {
    _ = try WindTurbineBinding(model, named: name, windSpeedField: "")
  }

  public func makeHandler(
    options: Options, context: HandlerContext
  ) throws -> any TaskHandler & ~Copyable {
    try WindTurbine(rule: WindTurbineRule(options), slot: slot)
  }
}
