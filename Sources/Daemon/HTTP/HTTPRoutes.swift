import PlainText

/// What is asked of the daemon over HTTP. Called on the server's thread, which must never wait for an event loop.
public protocol HTTPDelegate: Sendable {
  func statusDocument() -> JSONValue
  func metrics(_ format: MetricsFormat) -> String
  /// nil: ready; otherwise what it still waits for.
  func unreadiness() -> String?
}

/// Which path is what. Read-only: there is nothing here that changes the daemon.
struct HTTPRoutes: Sendable {
  let address: HTTPAddress
  let delegate: any HTTPDelegate

  func answer(path: String, host: String?, accept: String?) -> HTTPAnswer {
    guard address.accepts(host: host) else {
      return .text("this Host is not served here: ask for http://\(address)", status: 421)
    }
    switch path {
    case "/": return StatusPage.answer()
    case "/status":
      return HTTPAnswer(content: .json, body: delegate.statusDocument().text + "\n")
    case "/metrics":
      let format = MetricsFormat(accept: accept)
      return HTTPAnswer(
        content: format == .openMetrics ? .openMetrics : .prometheus,
        body: delegate.metrics(format))
    case "/healthz": return .text("ok")
    case "/readyz":
      if let reason = delegate.unreadiness() { return .text(reason, status: 503) }
      return .text("ready")
    default: return .text("there is /, /status, /metrics, /healthz and /readyz", status: 404)
    }
  }
}
