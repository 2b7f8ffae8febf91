import UDFWire

/// Stands where a session has no handler yet. It is never given anything.
struct IdleHandler: TaskHandler {
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    throw HandlerError("a point came before Init")
  }
}
