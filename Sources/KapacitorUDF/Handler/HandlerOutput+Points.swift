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
      try passAround(point, edits)
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
  }

  @usableFromInline
  mutating func passAround(_ point: PointView) {
    guard let streamed = aroundView(of: point) else { return }
    writer.pass(streamed)
    // The next point is built in the same memory.
    writer.flush()
    pointsWritten &+= 1
  }

  @usableFromInline
  mutating func passAround(_ point: PointView, setting field: DoubleField, to value: Double) {
    guard let streamed = aroundView(of: point) else { return }
    writer.pass(streamed, setting: field, to: value)
    pointsWritten &+= 1
  }

  @usableFromInline
  mutating func passAround(_ point: PointView, _ edits: PointEdits) throws {
    guard let streamed = aroundView(of: point) else { return }
    try writer.pass(streamed, edits)
    writer.flush()
    pointsWritten &+= 1
  }

  private mutating func aroundView(of point: PointView) -> PointView? {
    guard route == .outOfBatch, let inputBatch else {
      wasOutOfTurn = true
      return nil
    }
    return streamer.view(of: point, in: inputBatch)
  }
}
