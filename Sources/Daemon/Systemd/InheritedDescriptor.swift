import CSystemd
import Glibc

/// A descriptor that the service manager passed to this process: an activated socket, or one that an earlier
/// process of the service put into its keeping.
public struct InheritedDescriptor: Sendable, Equatable {
  public let descriptor: Int32
  /// The socket unit's FileDescriptorName, or the name it was stored under.
  public let name: String

  /// Takes all of them, once: LISTEN_PID must name this process, and the variables are removed so that no
  /// child takes them for its own. CLOEXEC is set on each.
  public static func takeAll() -> [InheritedDescriptor] {
    var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    let count = sd_listen_fds_with_names(1, &names)
    guard count > 0 else { return [] }
    defer { free(names) }
    return (0..<count).map { index in
      // One name for each descriptor; libsystemd allocates both the strings and their list.
      let text = names?[Int(index)]
      defer { free(text) }
      // The first passed descriptor is 3 (SD_LISTEN_FDS_START).
      return InheritedDescriptor(
        descriptor: 3 + index, name: text.map { String(cString: $0) } ?? "")
    }
  }

  /// Whether it is a Unix stream socket that listens.
  public var isListeningSocket: Bool {
    sd_is_socket_unix(descriptor, Int32(SOCK_STREAM.rawValue), 1, nil, 0) > 0
  }

  /// Whether it is a connected Unix stream socket.
  public var isConnectedSocket: Bool {
    sd_is_socket_unix(descriptor, Int32(SOCK_STREAM.rawValue), 0, nil, 0) > 0
  }
}
