import Lambda
import ModelRuntime

/// What expressions need to know of a model: its columns by name.
struct ScoreModelShape: Sendable, Equatable {
  let name: String
  let inputs: [ModelInput]
  let outputs: [ModelOutput]

  init(name: String, _ model: Model) {
    self.name = name
    inputs = model.inputs
    outputs = model.outputs
  }

  /// The type that an output's values have in expressions.
  static func kind(_ output: ModelOutput) -> ValueKind {
    guard case .label(let classes) = output.kind else { return .float }
    switch classes.first {
    case .integer: return .int
    case .string: return .string
    case .boolean: return .bool
    default: return .float
    }
  }
}
