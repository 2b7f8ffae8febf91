import UDFWire

/// Why a session came to its end before its input did. One line.
public enum SessionFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// The bytes are not Kapacitor's protocol, or beyond its limits.
  case protocolViolation(WireFault)
  /// A message that the protocol knows, out of turn.
  case outOfTurn(String)
  /// The Init or Restore was refused; Kapacitor has been told why.
  case refused(String)
  /// The handler ended the task, or its failure did, by the UDF's policy.
  case taskFailed(String)

  public var description: String {
    switch self {
    case .protocolViolation(let fault): fault.description
    case .outOfTurn(let text), .refused(let text), .taskFailed(let text): text
    }
  }
}
