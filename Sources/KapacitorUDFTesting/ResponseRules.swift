import UDFWire

/// Reads responses as Kapacitor does and refuses what would make it fail, or what it would take for
/// the answer to another request.
public struct ResponseRules: Sendable {
  private let provides: EdgeType
  private var openBatch: BeginBatch?
  private var batchPoints: [Point] = []
  private var owed: [ResponseKind: Int] = [:]
  private var hasFailed = false

  /// In order of arrival.
  public private(set) var responses: [Response] = []
  /// Points outside of batches.
  public private(set) var points: [Point] = []
  public private(set) var batches: [AnsweredBatch] = []

  public init(provides: EdgeType) { self.provides = provides }

  public var isBatchOpen: Bool { openBatch != nil }

  /// Notes that a request was sent, so that its answer is no surprise.
  public mutating func expectAnswer(to request: Request) {
    switch request {
    case .info: owed[.info, default: 0] += 1
    case .initialize: owed[.initialize, default: 0] += 1
    case .snapshot: owed[.snapshot, default: 0] += 1
    case .restore: owed[.restore, default: 0] += 1
    case .keepalive, .begin, .point, .end: break
    }
  }

  /// Takes whole frames.
  public mutating func read(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count {
        guard let frame = try Framing.next(in: bytes, at: position) else {
          throw HandlerTestError("the output ends within a frame")
        }
        try take(
          Response(decoding: UnsafeRawBufferPointer(rebasing: bytes[frame.bodyStart..<frame.end])))
        position = frame.end
      }
    }
  }

  private mutating func take(_ response: Response) throws {
    guard !hasFailed else { throw HandlerTestError("something follows an ErrorResponse") }
    responses.append(response)
    switch response {
    case .info, .initialize, .snapshot, .restore:
      guard let count = owed[response.kind], count > 0 else {
        throw HandlerTestError("a \(response.kind) response that was not asked for")
      }
      owed[response.kind] = count - 1
    case .keepalive: break
    case .error: hasFailed = true
    case .begin(let begin): try take(begin)
    case .point(let point):
      if openBatch != nil {
        batchPoints.append(point)
      } else {
        guard provides == .stream else {
          throw HandlerTestError("a point outside of a batch on a batch edge")
        }
        points.append(point)
      }
    case .end(let end):
      guard let begin = openBatch else {
        throw HandlerTestError("an End without a Begin: kapacitord dies of it")
      }
      batches.append(AnsweredBatch(begin: begin, points: batchPoints, end: end))
      openBatch = nil
      batchPoints = []
    }
  }

  private mutating func take(_ begin: BeginBatch) throws {
    guard provides == .batch else { throw HandlerTestError("a Begin on a stream edge") }
    guard openBatch == nil else { throw HandlerTestError("a Begin inside a batch") }
    guard (0...Int64(WireLimits.maximumAnnouncedBatchSize)).contains(begin.size) else {
      throw HandlerTestError("a Begin of size \(begin.size): kapacitord dies of it")
    }
    openBatch = begin
  }
}
