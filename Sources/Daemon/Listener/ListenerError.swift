import Glibc

/// Why a socket cannot be served, with the remedy.
public enum ListenerError: Error, Equatable, CustomStringConvertible {
  case pathTooLong(String)
  /// Another udfd holds the socket's lock; its process id where the lock file tells it.
  case heldByAnotherDaemon(path: String, process: String)
  /// A program that knows nothing of our lock listens there.
  case someoneListens(path: String)
  case notASocket(path: String)
  case unknownUser(path: String, name: String)
  case unknownGroup(path: String, name: String)
  case notAListener(path: String)
  case system(SystemError)

  public var description: String {
    switch self {
    case .pathTooLong(let path):
      "socket \(path): a Unix socket's path has at most 107 bytes, this one has \(path.utf8.count); choose a shorter one"
    case .heldByAnotherDaemon(let path, let process):
      "socket \(path): another udfd\(process.isEmpty ? "" : " (process \(process))") serves it; stop that one or configure another socket"
    case .someoneListens(let path):
      "socket \(path): another program listens there; stop it or configure another socket"
    case .notASocket(let path):
      "socket \(path): there is a file of that name that is no socket; remove it or configure another socket"
    case .unknownUser(let path, let name):
      "socket \(path): owner \(name): there is no such user on this machine; create it or correct `owner`"
    case .unknownGroup(let path, let name):
      "socket \(path): group \(name): there is no such group on this machine; create it or correct `group`"
    case .notAListener(let path):
      "socket \(path): the descriptor that was passed for it is no listening Unix stream socket; use ListenStream= in its socket unit"
    case .system(let error):
      "socket: \(error)\(Self.remedy(error))"
    }
  }

  /// What can be done where a socket's file or its directory cannot be made.
  private static func remedy(_ error: SystemError) -> String {
    switch error.code {
    case ENOENT: "; create the directory above it, or configure another (socket_directory)"
    case ENOTDIR, EACCES, EPERM, EROFS:
      "; a directory is needed that the daemon may write to (socket_directory)"
    default: ""
    }
  }
}
