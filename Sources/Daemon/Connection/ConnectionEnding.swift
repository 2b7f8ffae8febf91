import Glibc
import KapacitorUDF

/// Why a connection ended.
enum ConnectionEnding: Sendable, Equatable {
  /// The input ended by itself and everything owed was written.
  case finished
  /// Kapacitor aborts when a task is stopped: a broken pipe, a reset, a frame that was cut. That is normal.
  case aborted(String)
  /// The session came to its end: a refused Init, a fault of the peer. It has said so itself.
  case session
  /// The daemon stops.
  case drained
  case system(SystemError)

  init(receiving code: Int32) {
    self =
      code == ECONNRESET || code == EPIPE
      ? .aborted("reset by the peer") : .system(SystemError("recvmmsg", code: code))
  }

  init(sending code: Int32) {
    self =
      code == ECONNRESET || code == EPIPE
      ? .aborted("the peer is gone") : .system(SystemError("sendmmsg", code: code))
  }

  var level: LogLevel {
    switch self {
    case .finished, .aborted, .session, .drained: .debug
    case .system: .error
    }
  }

  var description: String {
    switch self {
    case .finished: "the input has ended"
    case .aborted(let how): "the task was stopped (\(how))"
    case .session: "the session is over"
    case .drained: "the daemon stops"
    case .system(let error): error.description
    }
  }
}
