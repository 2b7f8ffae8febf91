import UDFWire

/// The points of one group that wait for their batch, in their encoded form.
struct PendingBatch: StateValue {
  // Invariant: `frames` is `count` frames of the usual shape, one after the other; the last one starts
  // at `lastFrame`. Empty when `count` is 0.
  private(set) var frames: [UInt8] = []
  private(set) var count = 0
  private(set) var lastFrame = 0
  /// The time of the first point.
  private(set) var startNanoseconds: Int64 = 0

  init() {}

  var byteCount: Int { frames.count }

  mutating func append(_ point: PointView, timeNanoseconds: Int64) {
    if count == 0 { startNanoseconds = timeNanoseconds }
    lastFrame = frames.count
    frames += UnsafeRawBufferPointer(start: point.frame, count: point.frameBytes)
    count += 1
  }

  /// Forgets the points and keeps the memory.
  mutating func removeAll() {
    frames.removeAll(keepingCapacity: true)
    count = 0
    lastFrame = 0
  }

  /// Writes the points as one batch, described by the first of them.
  ///
  /// - Parameter timeNanoseconds: the batch's time; nil: the last point's.
  func write(to output: inout HandlerOutput, timeNanoseconds: Int64?) throws {
    guard count > 0 else { return }
    try frames.withUnsafeBytes { bytes in
      guard let first = try Self.point(in: bytes, at: 0),
        let last = try Self.point(in: bytes, at: lastFrame)
      else { return }
      let model = try first.decoded()
      var tags: OrderedMap<String> = [:]
      for name in model.dimensions { tags[name] = model.tags[name] ?? "" }
      let begin = BeginBatch(
        name: model.name, group: model.group, tags: tags, size: Int64(count), byName: model.byName)
      try output.begin(begin)
      var position = 0
      while position < bytes.count, let point = try Self.point(in: bytes, at: position) {
        output.pass(point)
        position = point.end - bytes.baseAddress!
      }
      // Ends the run as well, which refers to these bytes.
      try output.end(
        EndBatch(of: begin, maximumTimeNanoseconds: timeNanoseconds ?? last.timeNanoseconds))
    }
  }

  private static func point(
    in bytes: UnsafeRawBufferPointer, at position: Int
  ) throws -> PointView? {
    guard let frame = try Framing.next(in: bytes, at: position) else { return nil }
    return PointView(frame: UnsafeRawBufferPointer(rebasing: bytes[position..<frame.end]))
  }

  func write(to writer: inout StateWriter) {
    writer.write(startNanoseconds)
    writer.write(frames)
  }

  init(from reader: inout StateReader) throws {
    startNanoseconds = try reader.int()
    frames = try reader.byteArray()
    try frames.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count {
        guard let point = try Self.point(in: bytes, at: position) else {
          throw SnapshotError("the snapshot is damaged: a waiting point in it is cut off")
        }
        lastFrame = position
        count += 1
        position = point.end - bytes.baseAddress!
      }
    }
  }
}
