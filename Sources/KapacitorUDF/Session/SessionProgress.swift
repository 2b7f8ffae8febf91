/// How far a session got with the bytes it was given.
public struct SessionProgress: Sendable, Equatable {
  /// What the session needs to go on.
  public enum State: Sendable, Equatable {
    /// More bytes: all complete frames are done.
    case needsInput
    /// Output that it wrote has to leave first.
    case needsOutputRoom
    /// The UDF is not ready (`UDFDefinition.readiness`): Init waits, unconsumed. Give the same bytes
    /// again when that changes, and keep the connection alive meanwhile.
    case waitingForDefinition
    /// Nothing: write what there is, then close.
    case finished
  }

  /// Bytes that are done with; what follows is given again, in front of what comes.
  public var consumed: Int
  public var state: State
  /// The whole size of the incomplete frame that starts at `consumed`, where it is known: a buffer
  /// that is smaller than this can never complete it.
  public var pendingFrameBytes: Int?

  public init(consumed: Int, state: State, pendingFrameBytes: Int? = nil) {
    self.consumed = consumed
    self.state = state
    self.pendingFrameBytes = pendingFrameBytes
  }
}
