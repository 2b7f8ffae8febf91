import UDFWire

extension HandlerOutput {
  /// Passes a point on unchanged; neighbours are copied in one go.
  @inlinable @inline(__always)
  public mutating func pass(_ point: PointView) {
    if route == .direct {
      writer.pass(point)
      pointsWritten &+= 1
    } else {
      passAround(point)
    }
  }

  /// Passes a point on with one number set. The fast way for a field that no point has under another
  /// type.
  @inlinable @inline(__always)
  public mutating func pass(_ point: PointView, setting field: DoubleField, to value: Double) {
    if route == .direct {
      writer.pass(point, setting: field, to: value)
      pointsWritten &+= 1
    } else {
      passAround(point, setting: field, to: value)
    }
  }

  /// Passes a point on with edits.
  ///
  /// - Parameter readings: what was read from this very point, by the table that the edits know: it
  ///   spares a walk.
  /// - Throws: `WireFault` for a point whose bytes make no sense.
  @inlinable
  public mutating func pass(
    _ point: PointView, _ edits: PointEdits, readings: FieldReadings? = nil
  ) throws {
    if route == .direct {
      try writer.pass(point, edits, readings: readings)
      pointsWritten &+= 1
    } else {
      try passAround(point, edits, readings: readings)
    }
  }

  /// Passes a point on with edits that only add to it: the fast way where nothing is removed and the
  /// point has none of the fields under another type than it is set to.
  @inlinable
  public mutating func pass(_ point: PointView, appending edits: PointEdits) throws {
    if route == .direct {
      try writer.pass(point, appending: edits)
      pointsWritten &+= 1
    } else {
      try passAround(point, edits, readings: nil)
    }
  }

  /// Writes a point that the handler made.
  ///
  /// - Throws: `WireFault` outside of a batch where batches are provided, and for a point beyond
  ///   the protocol's limits.
  public mutating func write(_ point: Point) throws {
    guard route != .nowhere else { throw WireFault(.pointOutsideBatch, in: .output) }
    try writer.write(point)
    pointsWritten &+= 1
    if route == .intoBatch {
      latestPoint = nil
      latestTimeNanoseconds = point.timeNanoseconds
    }
  }

  @usableFromInline
  mutating func passAround(_ point: PointView) {
    guard let view = viewAround(point) else { return }
    writer.pass(view)
    // The next point may be built in the same memory.
    if route == .outOfBatch { writer.flush() }
    pointsWritten &+= 1
  }

  @usableFromInline
  mutating func passAround(_ point: PointView, setting field: DoubleField, to value: Double) {
    guard let view = viewAround(point) else { return }
    writer.pass(view, setting: field, to: value)
    pointsWritten &+= 1
  }

  @usableFromInline
  mutating func passAround(
    _ point: PointView, _ edits: PointEdits, readings: FieldReadings?
  ) throws {
    guard let view = viewAround(point) else { return }
    // Readings are of the original's bytes.
    try writer.pass(view, edits, readings: route == .outOfBatch ? nil : readings)
    if route == .outOfBatch { writer.flush() }
    pointsWritten &+= 1
  }

  /// The bytes to pass for a point that does not go straight from stream to stream; nil for nowhere.
  private mutating func viewAround(_ point: PointView) -> PointView? {
    switch route {
    case .direct: return point
    case .intoBatch:
      latestPoint = point
      return point
    case .outOfBatch:
      guard let inputBatch else { fallthrough }
      return streamer.view(of: point, in: inputBatch)
    case .nowhere:
      wasOutOfTurn = true
      return nil
    }
  }

  /// Reads the time of the last point while its bytes are there.
  mutating func settleLatestTime() {
    guard let point = latestPoint else { return }
    latestPoint = nil
    latestTimeNanoseconds = point.timeNanoseconds
  }
}
