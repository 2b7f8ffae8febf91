/// Something a UDF did that makes Kapacitor fail, lose data or take one thing for another.
///
/// The description says what came, where in the stream of responses, and what Kapacitor makes of it.
public struct PeerFault: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Kind: Sendable, Equatable {
    /// A length prefix of more than ten bytes, or a frame over the limit.
    case badLength(UInt64?)
    case emptyFrame
    /// A Response whose oneof is none that Kapacitor knows; nil: no oneof at all.
    case unknownMessage(field: UInt64?)
    /// Two messages in one frame.
    case severalMessages
    case malformed(String)
    case invalidUTF8(String)
    case endWithoutBegin
    case beginInsideBatch
    case badBatchSize(Int64)
    case batchLeftOpen
    /// An answer to a question that was not asked.
    case unrequested(String)
    /// A point outside a batch from a UDF that provides batches, or a batch from one that provides a stream.
    case wrongEdge(String)
    case errorResponse(String)
    case refusedInit(String)
    case refusedRestore(String)
    /// The stream ended inside a frame.
    case cutFrame(missingBytes: Int?)
    /// The UDF closed its side while it still had a task to serve.
    case closedEarly(waitingFor: String)
    case silent(Duration)
    case transport(String)
  }

  public let kind: Kind
  /// Which Response frame of the connection it was, from 1; nil where no frame is to blame.
  public let frame: UInt64?
  /// Where that frame begins in all that the UDF has sent.
  public let byteOffset: UInt64?

  public init(_ kind: Kind, frame: UInt64? = nil, byteOffset: UInt64? = nil) {
    self.kind = kind
    self.frame = frame
    self.byteOffset = byteOffset
  }

  func located(frame: UInt64, byteOffset: UInt64) -> PeerFault {
    self.frame == nil ? PeerFault(kind, frame: frame, byteOffset: byteOffset) : self
  }

  public var description: String {
    guard let frame, let byteOffset else { return kind.words }
    return "response \(frame) (byte \(byteOffset)): \(kind.words)"
  }
}

extension PeerFault.Kind {
  fileprivate var words: String {
    switch self {
    case .badLength(let length?):
      "a frame of \(length) bytes, over the limit of \(FrameSplitter.maximumFrameBytes); kapacitord would allocate it"
    case .badLength(nil):
      "a length prefix that never ends; Kapacitor's reader overflows and the task dies"
    case .emptyFrame:
      "a frame of no bytes; kapacitord dies of it (unexpected response message <nil>)"
    case .unknownMessage(nil): "a Response without a message; kapacitord dies of it"
    case .unknownMessage(let field?):
      "a Response of the unknown kind \(field); kapacitord dies of it (unexpected response message <nil>)"
    case .severalMessages: "several messages in one Response; Kapacitor keeps only the last"
    case .malformed(let what): "malformed protobuf, \(what); the task dies"
    case .invalidUTF8(let what):
      "\(what) is not valid UTF-8; Kapacitor cannot unmarshal it and the task dies"
    case .endWithoutBegin: "EndBatch without BeginBatch; kapacitord dies of it (nil dereference)"
    case .beginInsideBatch: "BeginBatch inside a batch; Kapacitor loses the batch that was open"
    case .badBatchSize(let size):
      "BeginBatch of size \(size); kapacitord allocates that many slots at once and dies of a bad one"
    case .batchLeftOpen: "the batch that was begun was never ended; Kapacitor loses its points"
    case .unrequested(let what):
      "\(what) that was not asked for; Kapacitor takes it for the answer to its next request"
    case .wrongEdge(let what): "\(what); the node after the UDF cannot take it"
    case .errorResponse(let text): "the UDF ended the task with the error: \(text)"
    case .refusedInit(let text): "the UDF refused the task's options (Init): \(text)"
    case .refusedRestore(let text):
      "the UDF refused to restore its snapshot, so the task cannot start: \(text)"
    case .cutFrame(let missing?):
      "the UDF closed inside a frame, \(missing) bytes short; the task dies"
    case .cutFrame(nil): "the UDF closed inside a length prefix; the task dies"
    case .closedEarly(let what):
      "the UDF closed the connection while \(what); Kapacitor never reconnects, the task is dead"
    case .silent(let timeout):
      "nothing came from the UDF for \(timeout), not even an answer to a keepalive; the task dies"
    case .transport(let text): "\(text); the task dies"
    }
  }
}
