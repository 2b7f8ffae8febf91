/// Where in its life a connection is.
public enum SessionPhase: UInt8, Sendable {
  /// Before Init. Kapacitor's connection at its own start never gets any further.
  case opening = 0
  /// Init was answered with success; data flows.
  case running = 1
  /// Nothing more is read or written.
  case finished = 2
}
