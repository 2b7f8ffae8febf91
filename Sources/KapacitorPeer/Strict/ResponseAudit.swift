import UDFWire

/// What Kapacitor has asked and not been answered yet. It asks one thing of a kind at a time.
struct OpenQuestions: Equatable {
  var info = false
  var initialize = false
  var snapshot = false
  var restore = false
}

/// Kapacitor's rules for the order of responses. Each one is checked here, whether Kapacitor would die of it, lose
/// points or take one answer for another.
struct ResponseAudit {
  /// The largest batch that is announced in earnest: Kapacitor allocates 16 bytes a point at once.
  static let maximumBatchSize: Int64 = 1 << 24

  /// What the UDF says that it provides; nil where it was not asked.
  var provides: EdgeType?
  private(set) var batchIsOpen = false
  /// An ErrorResponse is the last thing that a UDF may say.
  private(set) var hasFailed = false

  init(provides: EdgeType? = nil) { self.provides = provides }

  mutating func check(
    _ response: Response, _ questions: inout OpenQuestions
  ) throws(PeerFault) {
    switch response {
    case .keepalive: break
    case .info: try settle(&questions.info, response)
    case .initialize(let answer):
      try settle(&questions.initialize, response)
      if !answer.success { throw PeerFault(.refusedInit(answer.error)) }
    case .snapshot: try settle(&questions.snapshot, response)
    case .restore(let answer):
      try settle(&questions.restore, response)
      if !answer.success { throw PeerFault(.refusedRestore(answer.error)) }
    case .error(let answer):
      hasFailed = true
      throw PeerFault(.errorResponse(answer.error))
    case .begin(let begin):
      guard !batchIsOpen else { throw PeerFault(.beginInsideBatch) }
      guard (0...Self.maximumBatchSize).contains(begin.size) else {
        throw PeerFault(.badBatchSize(begin.size))
      }
      if provides == .stream {
        throw PeerFault(.wrongEdge("a batch from a UDF that says it provides a stream"))
      }
      batchIsOpen = true
    case .point:
      if provides == .batch, !batchIsOpen {
        throw PeerFault(
          .wrongEdge("a point outside a batch from a UDF that says it provides batches"))
      }
    case .end:
      guard batchIsOpen else { throw PeerFault(.endWithoutBegin) }
      batchIsOpen = false
    }
  }

  /// What a stream of responses that ends now leaves undone.
  func checkEnd() throws(PeerFault) {
    if batchIsOpen { throw PeerFault(.batchLeftOpen) }
  }

  private func settle(_ question: inout Bool, _ response: Response) throws(PeerFault) {
    guard question else { throw PeerFault(.unrequested(Self.words(response.kind))) }
    question = false
  }

  private static func words(_ kind: ResponseKind) -> String {
    switch kind {
    case .info: "an InfoResponse"
    case .initialize: "an InitResponse"
    case .snapshot: "a SnapshotResponse"
    case .restore: "a RestoreResponse"
    case .keepalive, .error, .begin, .point, .end: "a response"
    }
  }
}
