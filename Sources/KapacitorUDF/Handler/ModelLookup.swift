/// Models by the names that the configuration gives them.
public protocol ModelLookup: Sendable {
  /// - Throws: `HandlerError` for a name that is not configured or a model that is not loaded.
  func model(named name: String) throws(HandlerError) -> any HandlerModel
}

/// A model as a handler uses it: one for each handler, since it owns the memory that evaluation
/// works in. Not shared between threads.
public protocol HandlerModel: AnyObject {
  /// In the order of a row; nil where the file carries no name.
  var inputNames: [String?] { get }
  /// In the order of a result row: `prediction`, `probability(low)`, ...
  var outputNames: [String] { get }
  /// How many rows one call of `evaluate` takes at most.
  var maximumRows: Int { get }
  /// SHA-256 of the model's file, for snapshots.
  var digest: String { get }

  /// Goes over to the current generation; true when that changed the model. Called once a burst.
  func refresh() -> Bool

  /// Sets input `column` of `row`; NaN is a missing value.
  func setInput(row: Int, column: Int, to value: Double)

  /// Evaluates the first `count` rows, which are at most `maximumRows`.
  func evaluate(count: Int)

  /// Output `column` of `row`, as the last `evaluate` left it.
  func output(row: Int, column: Int) -> Double
}

/// A lookup that knows no models.
public struct NoModels: ModelLookup {
  public init() {}

  public func model(named name: String) throws(HandlerError) -> any HandlerModel {
    throw HandlerError("model \(name) is not configured; add [models.\(name)]")
  }
}
