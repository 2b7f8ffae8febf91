import UDFWire

/// Bytes of a UDF in, responses or the first fault out: what Kapacitor's read loop does, without I/O.
public struct ResponseReader {
  private var splitter = FrameSplitter()
  private var audit = ResponseAudit()

  public init(provides: EdgeType? = nil) { audit.provides = provides }

  /// Frames read without a fault.
  public var frames: UInt64 { splitter.frames }
  /// Whether a batch was begun and not ended yet.
  public var batchIsOpen: Bool { audit.batchIsOpen }
  /// What the UDF provides, once it is known; from then on the wrong edge is a fault.
  public var provides: EdgeType? {
    get { audit.provides }
    set { audit.provides = newValue }
  }

  /// Reads a piece of any length. The responses in front of a fault are handed over before it is thrown.
  mutating func read(
    _ piece: UnsafeRawBufferPointer, _ questions: inout OpenQuestions,
    _ body: (Response) -> Void
  ) throws(PeerFault) {
    var audit = audit
    var open = questions
    defer {
      self.audit = audit
      questions = open
    }
    try splitter.split(piece) { (message: UnsafeRawBufferPointer) throws(PeerFault) in
      let response = try ResponseDecoder.decode(message)
      try audit.check(response, &open)
      body(response)
    }
  }

  /// The UDF has closed its side: an error where it did so inside of a frame or a batch.
  func end() throws(PeerFault) {
    switch splitter.missingAtEnd() {
    case 0: try audit.checkEnd()
    case let missing:
      throw PeerFault(
        .cutFrame(missingBytes: missing), frame: splitter.frames + 1, byteOffset: splitter.offset)
    }
  }
}
