import PlainText

/// What the control socket asks of the daemon. Called on the control thread, which must never wait for an
/// event loop: `udfd status` is what one asks when a loop is stuck.
public protocol ControlDelegate: Sendable {
  func statusDocument() -> JSONValue
  func statusText() -> String
  /// Begins a reload; `completed` is called once, on any thread.
  func requestReload(_ completed: @escaping @Sendable (ReloadOutcome) -> Void)
}
