/// Why the daemon cannot start, or a reload is refused. One line.
public enum DaemonError: Error, Equatable, CustomStringConvertible {
  case duplicateName(String)
  case duplicateSocket(path: String, first: String, second: String)
  case listener(udf: String, ListenerError)
  case system(SystemError)

  public var description: String {
    switch self {
    case .duplicateName(let name): "udf \(name): configured twice; names must be unique"
    case .duplicateSocket(let path, let first, let second):
      "udf \(second): socket \(path) is already that of udf \(first); give each UDF a socket of its own"
    case .listener(let udf, let error): "udf \(udf): \(error)"
    case .system(let error): "daemon: \(error)"
    }
  }
}
