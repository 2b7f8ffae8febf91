import UDFWire

/// What a handler writes to: points, and batches where its UDF provides them.
///
/// Whatever is called in whatever order, what reaches Kapacitor is in turn: an End comes after its
/// Begin, a forgotten End is supplied, and a point outside of a batch is refused where batches are
/// provided. What a call refuses is an error of that call and writes nothing.
public struct HandlerOutput: ~Copyable {
  /// Where a point that is passed on goes.
  @usableFromInline
  enum Route: UInt8 {
    /// Out into a stream: its bytes are copied.
    case direct
    /// Into the open batch: its bytes are copied, and its time may become the batch's.
    case intoBatch
    /// It leaves a batch for a stream, and takes the batch's name and dimensions with it.
    case outOfBatch
    /// Nowhere: a batch edge without an open batch.
    case nowhere
  }

  public let wants: EdgeType
  public let provides: EdgeType
  let policy: PointFailurePolicy
  /// What becomes of points that lack what the handler needs.
  public let missingPolicy: MissingPolicy
  var log: HandlerLog

  // Belongs to the caller of the session. Invariant: it is here while the session processes, and knows
  // the open batch; otherwise it is an idle one without memory.
  @usableFromInline var writer: ResponseWriter
  // Invariant: .nowhere exactly while the writer would refuse a point.
  @usableFromInline var route: Route
  /// A point was passed while the route led nowhere.
  @usableFromInline var wasOutOfTurn = false
  /// Points written, failed answers taken back again.
  @usableFromInline var pointsWritten: UInt64 = 0

  /// The open batch between two calls of the session.
  var keptBatch: BeginBatch?
  /// The batch that the input is in.
  var inputBatch: BeginBatch?
  /// Only on the way out of a batch into a stream.
  var streamer = BatchPointStreamer()
  /// The time of the last point in the open batch: the tmax of a batch that the session has to close.
  @usableFromInline var latestTimeNanoseconds: Int64 = 0
  /// The point whose time that is, where it has not been read yet. Valid during the handler's call.
  @usableFromInline var latestPoint: PointView?
  public internal(set) var counters = OutputCounters()

  init(definition: any UDFDefinition, info: UDFInfo, log: HandlerLog) {
    wants = info.wants
    provides = info.provides
    policy = definition.pointFailurePolicy
    missingPolicy = definition.missingPolicy
    self.log = log
    writer = ResponseWriter(base: Self.noMemory, capacity: 0)
    route = .nowhere
  }

  /// An address for a writer that has no memory: never written to.
  private static var noMemory: UnsafeMutableRawPointer { UnsafeMutableRawPointer(bitPattern: 16)! }

  mutating func updateRoute() {
    switch (wants, provides) {
    case (_, .batch): route = isBatchOpen ? .intoBatch : .nowhere
    case (.stream, .stream): route = .direct
    case (.batch, .stream): route = .outOfBatch
    }
  }
}
