import PlainText
import UDFWire

extension HandlerOutput {
  /// A place in the output to which it can be taken back, within one call of the handler.
  public struct Mark {
    @usableFromInline let writer: ResponseWriter.Mark
    @usableFromInline let pointsWritten: UInt64
    @usableFromInline let latestPoint: PointView?
    @usableFromInline let latestTimeNanoseconds: Int64

    @inlinable
    init(
      writer: ResponseWriter.Mark, pointsWritten: UInt64, latestPoint: PointView?,
      latestTimeNanoseconds: Int64
    ) {
      self.writer = writer
      self.pointsWritten = pointsWritten
      self.latestPoint = latestPoint
      self.latestTimeNanoseconds = latestTimeNanoseconds
    }
  }

  /// Whether the handler passed a point where it may not.
  @inlinable public var isOutOfTurn: Bool { wasOutOfTurn }

  /// Marks the place before a point is handled.
  @inlinable @inline(__always)
  public func mark() -> Mark {
    Mark(
      writer: writer.mark(), pointsWritten: pointsWritten, latestPoint: latestPoint,
      latestTimeNanoseconds: latestTimeNanoseconds)
  }

  /// Takes back everything that was written since.
  public mutating func takeBack(to mark: Mark) {
    writer.rollBack(to: mark.writer)
    pointsWritten = mark.pointsWritten
    wasOutOfTurn = false
    latestPoint = mark.latestPoint
    latestTimeNanoseconds = mark.latestTimeNanoseconds
    updateRoute()
  }

  /// Takes back what was written since and applies the failure policy to the point.
  ///
  /// - Throws: `TaskFailure` when the task is to end.
  public mutating func takeBack(
    to mark: Mark, _ point: PointView, _ error: any Error
  ) throws {
    takeBack(to: mark)
    try fail(point, error)
  }

  /// Reports a point that cannot be handled, and for which nothing has been written: it is counted,
  /// logged at a limited rate, and passed on or dropped as the UDF's policy says.
  ///
  /// - Throws: `TaskFailure` when the policy is to end the task, or the error is one. Let it through.
  public mutating func fail(_ point: PointView, _ error: any Error) throws {
    try note(error, of: "a point")
    // What makes no sense to us makes none to Kapacitor, which would end the task.
    if policy == .pass && route != .nowhere && !(error is WireFault && isDamaged(point)) {
      pass(point)
    } else {
      counters.dropped &+= 1
    }
  }

  private func isDamaged(_ point: PointView) -> Bool { (try? point.decoded()) == nil }

  /// Counts and logs a failure.
  mutating func note(_ error: any Error, of what: String) throws(TaskFailure) {
    counters.failures &+= 1
    if let failure = error as? TaskFailure { throw failure }
    let text = OneLine.describing(error)
    if policy == .fail { throw TaskFailure(text) }
    log.limited(
      .warning, kind: "failure \(type(of: error))",
      "the handler failed on \(what) (policy \(policy.rawValue)): \(text)")
  }

  /// Leaves a point out: counted.
  public mutating func drop(_ point: PointView) { counters.dropped &+= 1 }

  /// Counts groups whose state left, or whose batch was written early, because of a bound.
  public mutating func countEvicted(_ groups: UInt64) { counters.evicted &+= groups }

  /// Counts a result that is not finite and was therefore not written.
  public mutating func countNonFinite() { counters.nonFinite &+= 1 }
}
