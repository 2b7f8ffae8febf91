import ModelRuntime

/// A UDF that uses models: what a reload asks before it swaps them.
public protocol ModelUser {
  /// The names under `[models]`.
  var modelNames: [String] { get }

  /// Whether a live handler could go on with this model.
  ///
  /// - Throws: one line that says what does not fit, such as an input that cannot be bound.
  func check(_ model: Model, named name: String) throws
}
