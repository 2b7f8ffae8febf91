import UDFWire

/// The points of one group that wait for their batch.
struct PendingBatch: StateValue {
  private(set) var points = PointStore()
  /// The time of the first point.
  private(set) var startNanoseconds: Int64 = 0

  init() {}

  var count: Int { points.count }
  var byteCount: Int { points.bytes.count }

  mutating func append(_ point: PointView, timeNanoseconds: Int64) {
    if points.isEmpty { startNanoseconds = timeNanoseconds }
    // A batch is emitted long before it is too large for a store.
    _ = points.append(point)
  }

  mutating func removeAll() { points.removeAll() }

  /// Hands over the points as one batch, described by the first of them; nothing where there are none.
  ///
  /// - Parameter timeNanoseconds: the batch's time; nil: the last point's.
  func hand(
    to answer: (CollectedBatch) throws -> Void, timeNanoseconds: Int64?
  ) throws {
    _ = try points.withBurst { burst in
      let first = try burst[0].decoded()
      var tags: OrderedMap<String> = [:]
      for name in first.dimensions { tags[name] = first.tags[name] ?? "" }
      let begin = BeginBatch(
        name: first.name, group: first.group, tags: tags, size: Int64(burst.count),
        byName: first.byName)
      let time = timeNanoseconds ?? burst[burst.count - 1].timeNanoseconds
      try answer(
        CollectedBatch(
          begin: begin, points: burst, end: EndBatch(of: begin, maximumTimeNanoseconds: time)))
    }
  }

  func write(to writer: inout StateWriter) {
    writer.write(startNanoseconds)
    writer.write(points.bytes)
  }

  init(from reader: inout StateReader) throws {
    startNanoseconds = try reader.int()
    guard let points = PointStore(frames: try reader.byteArray()) else {
      throw SnapshotError("the snapshot is damaged: a waiting point in it is cut off")
    }
    self.points = points
  }
}
