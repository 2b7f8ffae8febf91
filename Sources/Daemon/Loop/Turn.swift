/// What a handler actor did during one readiness, told to its loop. Small enough for registers.
struct Turn: Sendable {
  enum Verdict: UInt8, Sendable {
    /// Nothing to do until the socket reports something.
    case idle
    /// The turn was over before the work was: enter again after the others.
    case again
    /// The connection is over and has left the loop.
    case closed
  }

  var verdict: Verdict
  /// The peer has half-closed or is gone.
  var isHungUp = false
  var hasUnsentOutput = false
  var bytesReceived: Int32 = 0
  var points: Int32 = 0
  /// When the actor wants to be entered without an event (monotonic nanoseconds); `Int64.max`: never.
  var wakeTime: Int64 = .max
}
