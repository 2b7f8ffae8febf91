import UDFWire

/// Serves one use of a UDF in a running task. It lives on one thread and is never shared.
///
/// A final class, a struct, or a struct that is `~Copyable` because it owns `FieldReadings` may
/// conform; every requirement but `point` has a default. What it does must depend on its options,
/// its models, its state and its input alone: after a crash the input is given to it again.
///
/// **Throwing.** What `point`, `beginBatch` or `endBatch` wrote before they threw is taken back and
/// the UDF's `PointFailurePolicy` applies. Nothing that a handler writes can make Kapacitor fail.
public protocol TaskHandler: ~Copyable {
  /// Handles points that arrived together, in order. The views are valid during the call.
  ///
  /// The default calls `point` for each and applies the failure policy to each. A handler that
  /// evaluates a model for many rows at once implements this and reports a point that it cannot
  /// handle by `output.fail`; an error that it throws fails the whole burst.
  mutating func points(_ burst: PointBurst, _ output: inout HandlerOutput) throws

  /// Handles one point. The view is valid during the call.
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws

  /// A batch begins; its points follow. The default passes it on where batches are provided.
  mutating func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) throws

  /// The batch ends. The default passes it on where batches are provided.
  mutating func endBatch(_ batch: EndBatch, _ output: inout HandlerOutput) throws

  /// When `timeReached` is wanted, in nanoseconds since 1970; nil: never. Read after every call. It may
  /// be set by the clock, since it is no state: what the handler does when the time has come is.
  var wakeTimeNanoseconds: Int64? { mutating get }

  /// The time that was wanted has come. It is an input like a point: the same time is given again
  /// when the input is repeated.
  mutating func timeReached(_ timeNanoseconds: Int64, _ output: inout HandlerOutput) throws

  /// How many bytes an answer takes at most beyond the point it answers, for which room is kept
  /// before a point is handed over. More is allowed, and slower. Read once.
  var outputBytesPerPoint: Int { mutating get }

  /// What the bytes of a snapshot mean; a snapshot of another layout is not restored.
  var stateLayout: StateLayout { mutating get }

  /// The state, complete at any point of the input; nil when there is none.
  mutating func snapshot() throws -> Snapshot?

  /// Takes over a state. Called on a new handler, with a snapshot of this handler's layout.
  mutating func restore(_ snapshot: Snapshot) throws

  /// A new generation of a model serves from now on.
  mutating func modelsChanged() throws

  /// The input has ended by itself: the last chance to write.
  mutating func stop(_ output: inout HandlerOutput) throws
}

extension TaskHandler where Self: ~Copyable {
  @inlinable
  public mutating func points(_ burst: PointBurst, _ output: inout HandlerOutput) throws {
    if output.provides == .batch { return try pointsIntoBatches(burst, &output) }
    for index in 0..<burst.count {
      let point = burst[index]
      // Where `point` cannot throw, the compiler leaves the mark out.
      let mark = output.mark()
      do { try self.point(point, &output) } catch { try output.takeBack(to: mark, point, error) }
    }
  }

  /// The same where a point may find no batch open.
  @inlinable
  mutating func pointsIntoBatches(
    _ burst: PointBurst, _ output: inout HandlerOutput
  ) throws {
    for index in 0..<burst.count {
      let point = burst[index]
      let mark = output.mark()
      do {
        try self.point(point, &output)
        if output.isOutOfTurn { throw WireFault(.pointOutsideBatch, in: .output) }
      } catch {
        try output.takeBack(to: mark, point, error)
      }
    }
  }

  public mutating func beginBatch(_ batch: BeginBatch, _ output: inout HandlerOutput) throws {
    if output.provides == .batch { try output.begin(batch) }
  }

  public mutating func endBatch(_ batch: EndBatch, _ output: inout HandlerOutput) throws {
    if output.provides == .batch { try output.end(batch) }
  }

  public var wakeTimeNanoseconds: Int64? { nil }
  public mutating func timeReached(_ timeNanoseconds: Int64, _ output: inout HandlerOutput) throws {
  }
  public var outputBytesPerPoint: Int { 256 }
  public var stateLayout: StateLayout { StateLayout(version: 1) }
  public mutating func snapshot() throws -> Snapshot? { nil }
  public mutating func restore(_ snapshot: Snapshot) throws {}
  public mutating func modelsChanged() throws {}
  public mutating func stop(_ output: inout HandlerOutput) throws {}
}
