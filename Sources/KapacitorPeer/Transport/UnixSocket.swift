import Glibc

/// One blocking stream socket, as Kapacitor holds it. One thread may send while another receives.
public final class UnixSocket: Sendable {
  public let descriptor: Int32
  /// What errors name: the path connected to.
  public let subject: String

  /// Takes ownership of a connected descriptor.
  public init(adopting descriptor: Int32, subject: String) {
    self.descriptor = descriptor
    self.subject = subject
  }

  /// Connects to a listening socket, trying again for `patience` as Kapacitor does (which gives up after 5 minutes).
  public convenience init(
    connectingTo path: String, patience: Duration = .zero
  ) throws(TransportError) {
    let deadline = MonotonicClock.nanoseconds() &+ patience.clampedNanoseconds
    while true {
      do {
        self.init(adopting: try Self.connect(path), subject: path)
        return
      } catch {
        guard MonotonicClock.nanoseconds() < deadline else { throw error }
        usleep(20_000)
      }
    }
  }

  /// Listens at a path, in place of whatever is there.
  convenience init(listeningAt path: String) throws(TransportError) {
    var address = try Self.address(of: path)
    unlink(path)
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    self.init(adopting: socket(AF_UNIX, kind, 0), subject: path)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0, listen(descriptor, 64) == 0 else { throw failure("cannot listen") }
  }

  /// Waits for a connection; nil when this no longer listens.
  func accept() -> UnixSocket? {
    while true {
      let accepted = Glibc.accept(descriptor, nil, nil)
      if accepted >= 0 { return UnixSocket(adopting: accepted, subject: subject) }
      guard errno == EINTR || errno == ECONNABORTED else { return nil }
    }
  }

  /// Two sockets connected to each other, for a UDF in this very process.
  public static func pair() throws(TransportError) -> (UnixSocket, UnixSocket) {
    var descriptors: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &descriptors) == 0 else {
      throw TransportError(subject: "socket pair", cause: String(cString: strerror(errno)))
    }
    return (
      UnixSocket(adopting: descriptors[0], subject: "the UDF in this process"),
      UnixSocket(adopting: descriptors[1], subject: "the task in this process")
    )
  }

  deinit { close(descriptor) }

  /// The process that listens, as the kernel remembers it; nil where it cannot say.
  public var listeningProcess: pid_t? {
    var credentials = PeerCredentials()
    var length = socklen_t(MemoryLayout<PeerCredentials>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else {
      return nil
    }
    return credentials.pid > 0 ? credentials.pid : nil
  }

  /// Sends everything, waiting for room as long as it takes.
  public func send(_ bytes: UnsafeRawBufferPointer) throws(TransportError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = Glibc.send(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count,
        Int32(MSG_NOSIGNAL))
      if sent >= 0 {
        rest = rest.dropFirst(sent)
      } else if errno != EINTR {
        throw failure("cannot send")
      }
    }
  }

  public func send(_ bytes: [UInt8]) throws(TransportError) {
    let sent: Result<Void, TransportError> = bytes.withUnsafeBytes { buffer in
      Result { () throws(TransportError) in try send(buffer) }
    }
    try sent.get()
  }

  /// Waits for bytes. Returns how many came; 0 when the other side has closed.
  public func receive(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int {
    while true {
      let received = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if received >= 0 { return received }
      if errno != EINTR { throw failure("cannot receive") }
    }
  }

  /// Makes `receive` give up with a time-out when nothing comes for so long.
  func limitReceiving(to limit: Duration) {
    let nanoseconds = max(1_000, limit.clampedNanoseconds)
    var time = timeval(
      tv_sec: Int(nanoseconds / 1_000_000_000),
      tv_usec: Int(nanoseconds % 1_000_000_000 / 1_000))
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Says that nothing more will be sent: Kapacitor's way to end a task's input.
  public func shutdownWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Ends both directions at once; wakes whoever blocks on this socket.
  public func shutdownBoth() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  private func failure(_ what: String) -> TransportError {
    let code = errno
    return TransportError(
      subject: subject, cause: "\(what): \(String(cString: strerror(code)))",
      isTimeout: code == EAGAIN || code == EWOULDBLOCK)
  }

  private static func address(of path: String) throws(TransportError) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard path.utf8.count <= room, !path.isEmpty else {
      throw TransportError(
        subject: path, cause: "a socket's path has 1 to \(room) bytes",
        remedy: "use a shorter path or a relative one")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return address
  }

  private static func connect(_ path: String) throws(TransportError) -> Int32 {
    var address = try address(of: path)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else {
      throw TransportError(subject: path, cause: String(cString: strerror(errno)))
    }
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0 else {
      let code = errno
      close(descriptor)
      throw TransportError(
        subject: path, cause: "cannot connect: \(String(cString: strerror(code)))",
        remedy: remedy(for: code))
    }
    return descriptor
  }

  private static func remedy(for code: Int32) -> String? {
    switch code {
    case ENOENT: "is the daemon running, and is this the socket of a UDF it serves?"
    case ECONNREFUSED: "the file is there but no one listens: start the daemon"
    case EACCES: "join the group that owns the socket, or run as its owner"
    default: nil
    }
  }
}

/// What SO_PEERCRED gives; `struct ucred` is hidden from Swift behind _GNU_SOURCE.
private struct PeerCredentials {
  var pid: pid_t = 0
  var uid: uid_t = 0
  var gid: gid_t = 0
}
