import CKernel
import Glibc
import KapacitorUDF

/// Accepts the connections of one UDF on a loop and hands them on.
///
/// Out of descriptors, it does not spin and does not lose anyone who waits: it leaves epoll, tries again after a
/// while, and only when that has gone on for seconds does it accept with a descriptor held in reserve and close at
/// once, so that the peer learns of it.
final class ConnectionListener: EventSource, @unchecked Sendable {
  // Unchecked: everything below `accept` is touched on the listener's loop alone.

  let socket: ListeningSocket
  private let loop: EventLoop
  private let log: any LogSink
  private let udf: String
  private let accept: @Sendable (Int32) -> Void

  private var reserve: Int32
  private var failures = 0
  private var isOpen = false
  private var isClosed = false

  /// More would keep the loop's connections waiting.
  private static let acceptsPerRound = 32
  private static let retryNanoseconds: Int64 = 100_000_000
  private static let failuresBeforeRefusing = 50

  init(
    _ socket: ListeningSocket, udf: String, loop: EventLoop, log: any LogSink,
    accept: @escaping @Sendable (Int32) -> Void
  ) {
    self.socket = socket
    self.udf = udf
    self.loop = loop
    self.log = log
    self.accept = accept
    reserve = Self.openReserve()
  }

  deinit {
    if reserve >= 0 { kernel_close(reserve) }
  }

  private static func openReserve() -> Int32 { kernel_open("/dev/null", O_RDONLY, 0) }

  /// On the loop.
  func open() {
    guard !isClosed else { return }
    do {
      try loop.watch(socket.descriptor, self)
      isOpen = true
    } catch {
      say(.error, "cannot listen: \(error); trying again")
      loop.schedule(at: kernel_monotonic_nanoseconds() + Self.retryNanoseconds) { [weak self] in
        self?.open()
      }
    }
  }

  /// On the loop. What waits to be accepted is left to the socket's next owner, if it has one.
  func close() {
    isClosed = true
    guard isOpen else { return }
    isOpen = false
    loop.unwatch(socket.descriptor)
  }

  /// On the loop. Accepts who waits: with the socket they would be lost.
  func acceptRest() {
    guard isOpen, !socket.isActivated else { return }
    for _ in 0..<Self.mostWaiting {
      let descriptor = kernel_accept(socket.descriptor)
      if descriptor >= 0 {
        accept(descriptor)
      } else if descriptor != -EINTR && descriptor != -ECONNABORTED && descriptor != -EPROTO {
        return
      }
    }
  }

  /// The socket's queue is shorter.
  private static let mostWaiting = 1024

  func ready(events: UInt32, now: Int64) {
    for _ in 0..<Self.acceptsPerRound {
      let descriptor = kernel_accept(socket.descriptor)
      if descriptor >= 0 {
        failures = 0
        accept(descriptor)
        continue
      }
      switch -descriptor {
      case EAGAIN: return
      // The peer has gone already, or a signal came: the next one, please.
      case EINTR, ECONNABORTED, EPROTO: continue
      case EMFILE, ENFILE: return outOfDescriptors(-descriptor, now)
      case let code:
        say(.error, "\(SystemError("accept", socket.path, code: code)); trying again")
        return pause(now)
      }
    }
  }

  private func outOfDescriptors(_ code: Int32, _ now: Int64) {
    failures += 1
    if failures == 1 {
      say(
        .error,
        "\(SystemError("accept", socket.path, code: code)); connections wait until descriptors are free: raise LimitNOFILE= or the connection limits"
      )
    }
    if failures > Self.failuresBeforeRefusing && reserve >= 0 { refuseWaiting() }
    pause(now)
  }

  private func refuseWaiting() {
    kernel_close(reserve)
    let descriptor = kernel_accept(socket.descriptor)
    if descriptor >= 0 {
      kernel_close(descriptor)
      say(.error, "a connection was refused: no descriptor was free for 5 s; raise LimitNOFILE=")
    }
    reserve = Self.openReserve()
  }

  private func pause(_ now: Int64) {
    loop.pauseWatching(socket.descriptor, true)
    loop.schedule(at: now + Self.retryNanoseconds) { [weak self] in
      guard let self, isOpen else { return }
      loop.pauseWatching(socket.descriptor, false)
    }
  }

  private func say(_ level: LogLevel, _ message: String) {
    log.write(level, message, udf: udf)
  }
}
