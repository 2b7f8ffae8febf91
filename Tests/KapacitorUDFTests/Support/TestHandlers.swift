import KapacitorUDF
import UDFWire

/// Passes everything on.
struct Mirror: UDFHandler {
  static let name = "mirror"
  static let info = UDFInfo()
  init(options: Options, context: HandlerContext) {}
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) { output.pass(point) }
}

/// Passes batches on.
struct BatchMirror: UDFHandler {
  static let name = "batch_mirror"
  static let info = UDFInfo(wants: .batch, provides: .batch)
  init(options: Options, context: HandlerContext) {}
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) { output.pass(point) }
}

/// A handler made of closures, for what no sane handler does.
final class ScriptedHandler: TaskHandler {
  typealias PointStep = (PointView, inout HandlerOutput) throws -> Void

  var onPoints: ((PointBurst, inout HandlerOutput) throws -> Void)?
  var onPoint: PointStep = { point, output in output.pass(point) }
  var onBegin: ((BeginBatch, inout HandlerOutput) throws -> Void)?
  var onEnd: ((EndBatch, inout HandlerOutput) throws -> Void)?
  var onSnapshot: () throws -> Snapshot? = { nil }
  var onRestore: (Snapshot) throws -> Void = { _ in }
  var onStop: (inout HandlerOutput) throws -> Void = { _ in }
  var onTime: (Int64, inout HandlerOutput) throws -> Void = { _, _ in }
  var wakeTimeNanoseconds: Int64?
  var outputBytesPerPoint = 256
  var stateLayout = StateLayout(version: 1, "test")

  func points(_ burst: PointBurst, _ output: inout HandlerOutput) throws {
    if let onPoints { return try onPoints(burst, &output) }
    try PointByPoint(handler: self).handle(burst, &output)
  }
  func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try onPoint(point, &output)
  }
  func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) throws {
    if let onBegin { return try onBegin(batch, &output) }
    if output.provides == .batch { try output.begin(batch) }
  }
  func endBatch(_ batch: EndBatch, _ output: inout HandlerOutput) throws {
    if let onEnd { return try onEnd(batch, &output) }
    if output.provides == .batch { try output.end(batch) }
  }
  func snapshot() throws -> Snapshot? { try onSnapshot() }
  func restore(_ snapshot: Snapshot) throws { try onRestore(snapshot) }
  func stop(_ output: inout HandlerOutput) throws { try onStop(&output) }
  func timeReached(_ timeNanoseconds: Int64, _ output: inout HandlerOutput) throws {
    try onTime(timeNanoseconds, &output)
  }
}

/// The default of `points`, for a handler that overrides it.
struct PointByPoint: TaskHandler {
  let handler: ScriptedHandler
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try handler.point(point, &output)
  }
  func handle(_ burst: PointBurst, _ output: inout HandlerOutput) throws {
    var copy = self
    try copy.points(burst, &output)
  }
}

/// A definition around a handler made of closures.
struct ScriptedUDF: UDFDefinition {
  let name: String
  let info: UDFInfo
  let pointFailurePolicy: PointFailurePolicy
  let restorePolicy: RestorePolicy
  let make: @Sendable (Options, HandlerContext) throws -> ScriptedHandler

  init(
    name: String = "scripted", wants: EdgeType = .stream, provides: EdgeType = .stream,
    options: [OptionDeclaration] = [], policy: PointFailurePolicy = .pass,
    restorePolicy: RestorePolicy = .startClean,
    make: @escaping @Sendable (Options, HandlerContext) throws -> ScriptedHandler = { _, _ in
      ScriptedHandler()
    }
  ) {
    self.name = name
    info = UDFInfo(wants: wants, provides: provides, options: options)
    pointFailurePolicy = policy
    self.restorePolicy = restorePolicy
    self.make = make
  }

  /// One whose handler is changed before use.
  init(
    wants: EdgeType = .stream, provides: EdgeType = .stream, policy: PointFailurePolicy = .pass,
    restorePolicy: RestorePolicy = .startClean,
    script: @escaping @Sendable (ScriptedHandler) -> Void
  ) {
    self.init(
      wants: wants, provides: provides, policy: policy, restorePolicy: restorePolicy
    ) { _, _ in
      let handler = ScriptedHandler()
      script(handler)
      return handler
    }
  }

  func makeHandler(
    options: Options, context: HandlerContext
  ) throws -> any TaskHandler & ~Copyable { try make(options, context) }
}

struct TestError: Error, CustomStringConvertible {
  var description = "a test's error"
}
