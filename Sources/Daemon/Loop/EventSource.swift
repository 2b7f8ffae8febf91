/// Something other than a connection that a loop watches: a listener, a control socket, a signal descriptor.
public protocol EventSource: AnyObject, Sendable {
  /// Called on the loop, level-triggered: what is not taken now is reported again.
  /// - Parameter now: monotonic nanoseconds.
  func ready(events: UInt32, now: Int64)
}
