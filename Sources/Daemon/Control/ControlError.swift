import Glibc

/// Why a daemon could not be asked, or what it answered instead.
public enum ControlError: Error, Sendable, Equatable, CustomStringConvertible {
  case unreachable(path: String, code: Int32)
  /// The daemon went away, or is no udfd.
  case noAnswer(path: String)
  /// The daemon's own words.
  case refused(String)

  public var description: String {
    switch self {
    case .unreachable(let path, let code):
      "cannot reach udfd at \(path): \(String(cString: strerror(code)))\(ControlError.remedy(code))"
    case .noAnswer(let path):
      "no answer from \(path): the daemon went away; see its log"
    case .refused(let reason): reason
    }
  }

  private static func remedy(_ code: Int32) -> String {
    switch code {
    case ENOENT, ECONNREFUSED:
      "; is udfd running? Start it (systemctl start udfd), or name its configuration with --config"
    case EACCES, EPERM: "; only root and the daemon's own user may ask: use sudo"
    default: ""
    }
  }
}
