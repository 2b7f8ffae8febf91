/// A model as the configuration declares it.
public struct ModelDeclaration: Sendable, Equatable {
  public var name: String
  /// Absolute: relative paths are the configuration's to resolve.
  public var path: String
  /// Names for the inputs, in order; nil: those that the file carries.
  public var inputs: [String]?
  public var engine: ModelEngine

  public init(
    name: String, path: String, inputs: [String]? = nil, engine: ModelEngine = .native
  ) {
    self.name = name
    self.path = path
    self.inputs = inputs
    self.engine = engine
  }
}
