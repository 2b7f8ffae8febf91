extension ResponseWriter {
  /// Passes a point on unchanged.
  @inlinable @inline(__always)
  public mutating func pass(_ point: PointView) {
    if point.frame == runEnd {
      runEnd = point.end
    } else {
      startRun(point)
    }
  }

  @inlinable
  mutating func startRun(_ point: PointView) {
    flush()
    guard !pointsBlocked else { return refusePoint() }
    runStart = point.frame
    runEnd = point.end
  }

  @usableFromInline @inline(never)
  mutating func refusePoint() { misuse = WireFault(.pointOutsideBatch, in: .output) }

  /// Passes a point on with one double field set, which it must not have under another type (else
  /// use `PointEdits`).
  @inlinable
  public mutating func pass(_ point: PointView, setting field: DoubleField, to value: Double) {
    flush()
    guard !pointsBlocked else { return refusePoint() }
    let bodyBytes = point.end - point.body
    let pointBytes = bodyBytes &+ field.prefixBytes &+ 8
    let messageBytes = pointBytes &+ 2 &+ Varint.byteCount(pointBytes)
    guard var position = reserve(messageBytes &+ Varint.byteCount(messageBytes)) else { return }
    Self.writeHead(messageBytes, pointBytes, &position)
    position.copyMemory(from: point.body, byteCount: bodyBytes)
    position += bodyBytes
    position.copyMemory(from: field.prefix, byteCount: field.prefixBytes)
    position += field.prefixBytes
    position.storeBytes(of: value.bitPattern.littleEndian, as: UInt64.self)
  }

  /// The head of a point's frame: its length, the tag, the point's length.
  @inlinable @inline(__always)
  static func writeHead(
    _ messageBytes: Int, _ pointBytes: Int, _ position: inout UnsafeMutableRawPointer
  ) {
    Varint.write(messageBytes, &position)
    position.storeBytes(of: PointFrame.tag, as: UInt16.self)
    position += 2
    Varint.write(pointBytes, &position)
  }

  /// Passes a point on with `edits` applied.
  ///
  /// - Parameter readings: what was read from this very point; by the table that the edits know it
  ///   spares a walk.
  /// - Throws: what is wrong with the point's bytes, where they had to be walked; nothing is
  ///   written then.
  public mutating func pass(
    _ point: PointView, _ edits: PointEdits, readings: FieldReadings? = nil
  ) throws(WireFault) {
    if edits.isEmpty { return pass(point) }
    if let readings, edits.memory.known?.memory === readings.memory.table.memory {
      try pass(point, edits, leavingOut: edits.state.pointee.mustLeaveOut(readings.state))
    } else {
      try pass(point, edits, leavingOut: edits.state.pointee.mayLeaveOut)
    }
  }

  /// Passes a point on with `edits` appended: the fast way where nothing is removed and the point has
  /// none of the fields under another type than it is set to.
  ///
  /// - Throws: nothing in fact: the point is not walked.
  public mutating func pass(_ point: PointView, appending edits: PointEdits) throws(WireFault) {
    if edits.isEmpty { return pass(point) }
    try pass(point, edits, leavingOut: false)
  }

  private mutating func pass(
    _ point: PointView, _ edits: PointEdits, leavingOut: Bool
  ) throws(WireFault) {
    flush()
    guard !pointsBlocked else { return refusePoint() }
    var keptBytes = point.end - point.body
    if leavingOut {
      keptBytes = 0
      try edits.forEachKept(in: point) { _, bytes in keptBytes &+= bytes }
    }
    let pointBytes = keptBytes &+ edits.state.pointee.appendedBytes
    let messageBytes = pointBytes &+ 2 &+ Varint.byteCount(pointBytes)
    guard var position = reserve(messageBytes &+ Varint.byteCount(messageBytes)) else { return }
    Self.writeHead(messageBytes, pointBytes, &position)
    if leavingOut {
      try edits.forEachKept(in: point) { start, bytes in
        position.copyMemory(from: start, byteCount: bytes)
        position += bytes
      }
    } else {
      position.copyMemory(from: point.body, byteCount: keptBytes)
      position += keptBytes
    }
    position = edits.state.pointee.append(to: position)
  }

  /// Writes a point of the handler's own.
  ///
  /// - Throws: `.frameTooLarge`; nothing is written then.
  public mutating func write(_ point: Point) throws(WireFault) {
    endRun()
    guard !pointsBlocked else { return refusePoint() }
    try writeFrame(.point(point))
  }
}
