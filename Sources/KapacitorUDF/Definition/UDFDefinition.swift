import UDFWire

/// A UDF as it is declared to Kapacitor, and the maker of a handler for each task that uses it.
///
/// `CodedUDF` is the ready-made definition of a UDF that is written in Swift.
public protocol UDFDefinition: Sendable {
  /// The name under which TICKscripts call it.
  var name: String { get }
  var info: UDFInfo { get }
  /// Whether Init can be answered now. Asked on an event loop: it must not block.
  var readiness: Readiness { get }
  /// What becomes of points for which the handler throws.
  var pointFailurePolicy: PointFailurePolicy { get }
  /// What becomes of points that lack what the handler needs (`HandlerOutput.missing`).
  var missingPolicy: MissingPolicy { get }
  /// What becomes of a task whose snapshot does not fit.
  var restorePolicy: RestorePolicy { get }
  /// Whether a handler's answers depend on what came before. Where they do not, no input is kept for a restart and no
  /// checkpoints are taken, which is cheaper.
  var keepsState: Bool { get }
  /// Makes the handler of one use in one task. What it throws refuses the Init; its description is
  /// what a user reads in `kapacitor show`.
  func makeHandler(options: Options, context: HandlerContext) throws -> any TaskHandler & ~Copyable
}

extension UDFDefinition {
  public var readiness: Readiness { .ready }
  public var pointFailurePolicy: PointFailurePolicy { .pass }
  public var missingPolicy: MissingPolicy { .drop }
  public var restorePolicy: RestorePolicy { .startClean }
  public var keepsState: Bool { true }
}
