import Glibc

/// Where metrics and the status page are served: a port of the loopback interface, or a Unix socket. No other, since
/// there is no authentication: who wants them elsewhere puts a proxy in front.
public enum HTTPAddress: Sendable, Equatable, CustomStringConvertible {
  /// 127.0.0.1 or ::1.
  case port(UInt16, isVersion6: Bool)
  case socket(path: String)

  /// `127.0.0.1:9273`, `[::1]:9273`, `localhost:9273` or `unix:/run/udfd/http`.
  public init?(_ text: String) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst(5))
      guard path.hasPrefix("/") else { return nil }
      self = .socket(path: path)
      return
    }
    guard let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...]), port > 0
    else { return nil }
    switch text[..<colon] {
    case "127.0.0.1", "localhost": self = .port(port, isVersion6: false)
    case "[::1]": self = .port(port, isVersion6: true)
    default: return nil
    }
  }

  public var description: String {
    switch self {
    case .port(let port, let isVersion6): "\(isVersion6 ? "[::1]" : "127.0.0.1"):\(port)"
    case .socket(let path): "unix:\(path)"
    }
  }

  /// Whether a request's Host header names this address: a page of another site, whose name was made to lead here, is
  /// turned away. A Unix socket has no name that a browser could be led to.
  func accepts(host: String?) -> Bool {
    switch self {
    case .socket: true
    case .port(let port, _):
      host.map { ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"].contains($0) } ?? false
    }
  }
}
