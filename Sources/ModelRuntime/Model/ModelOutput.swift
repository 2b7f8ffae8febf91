/// One column that a model answers.
public struct ModelOutput: Sendable, Equatable {
  /// What the number in the column stands for.
  public enum Kind: Sendable, Equatable {
    case number
    /// The number is an index into `classes`, or NaN where the model has no answer.
    case label(classes: [ClassLabel])
  }

  /// `prediction`, `label`, `probability(CLASS)`, `margin`, `margin(CLASS)`, `score`, `decision`,
  /// `anomaly`, `distance`, `transform(0)`: unique within a model. docs/models.md lists them.
  public var name: String
  public var kind: Kind

  public init(name: String, kind: Kind = .number) {
    self.name = name
    self.kind = kind
  }
}
