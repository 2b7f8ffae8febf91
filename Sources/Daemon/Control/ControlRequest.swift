/// What can be asked over the control socket: one line, words parted by a space.
enum ControlRequest: Equatable {
  /// As JSON, or as the table that a person reads.
  case status(asText: Bool)
  /// Answered at once, or when the reload has ended.
  case reload(wait: Bool)

  init?(line: String) {
    switch line {
    case "status": self = .status(asText: false)
    case "status text": self = .status(asText: true)
    case "reload": self = .reload(wait: false)
    case "reload wait": self = .reload(wait: true)
    default: return nil
    }
  }

  var line: String {
    switch self {
    case .status(let asText): asText ? "status text" : "status"
    case .reload(let wait): wait ? "reload wait" : "reload"
    }
  }
}
