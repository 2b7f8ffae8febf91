/// What a request is answered.
struct HTTPAnswer: Equatable {
  enum Content: String {
    case html = "text/html; charset=utf-8"
    case json = "application/json"
    case text = "text/plain; charset=utf-8"
    case prometheus = "text/plain; version=0.0.4; charset=utf-8"
    case openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"
  }

  var status: UInt32 = 200
  let content: Content
  let body: String
  /// nil: nothing may be loaded.
  var contentSecurityPolicy: String?

  static func text(_ body: String, status: UInt32 = 200) -> HTTPAnswer {
    HTTPAnswer(status: status, content: .text, body: body + "\n")
  }
}
