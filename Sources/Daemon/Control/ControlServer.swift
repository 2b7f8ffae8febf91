import CKernel
import Glibc
import KapacitorUDF
import Locks
import Synchronization

/// Serves the control socket on a thread of its own, so that a stuck event loop cannot hang `udfd status`.
///
/// The socket is 0600, and who is on the other side is asked of the kernel besides: root or the daemon's own
/// user. Clients are few, slow ones are let go, and none can hold up another.
public final class ControlServer: Sendable {
  static let maximumClients = 32
  static let maximumRequestBytes = 256
  /// For a client to send its line, and to take its answer.
  static let patienceNanoseconds: Int64 = 5_000_000_000

  private let socket: ListeningSocket
  private let delegate: any ControlDelegate
  private let log: any LogSink
  private let wake: Int32
  /// Reloads that have ended and whose clients wait: written by any thread, taken by ours.
  private let ended = Lock<[(client: UInt64, answer: ControlAnswer)]>([])
  private let isStopping = Atomic<Bool>(false)
  private let stopped = Latch()

  public init(
    path: String, delegate: any ControlDelegate, log: any LogSink
  ) throws {
    socket = try ListeningSocket(SocketSettings(path: path, mode: 0o600))
    wake = kernel_eventfd()
    guard wake >= 0 else { throw SystemError("eventfd", code: wake) }
    self.delegate = delegate
    self.log = log
  }

  deinit { kernel_close(wake) }

  public func start() throws {
    try LoopThread.start { [self] in
      kernel_name_thread("udfd control")
      run()
      socket.removeFile()
      stopped.open()
    }
  }

  /// Returns when the socket's file is gone.
  public func stop() {
    isStopping.store(true, ordering: .releasing)
    kernel_eventfd_raise(wake)
    _ = stopped.wait(milliseconds: 1_000)
  }

  private func run() {
    var clients: [ControlClientState] = []
    var nextNumber: UInt64 = 0
    while !isStopping.load(ordering: .acquiring) {
      var polled = [
        pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        // Full: whoever comes waits in the socket's queue.
        pollfd(
          fd: clients.count < Self.maximumClients ? socket.descriptor : -1, events: Int16(POLLIN),
          revents: 0),
      ]
      polled += clients.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
      if poll(&polled, nfds_t(polled.count), timeout(of: clients)) < 0 && errno != EINTR {
        // Nothing that a retry could not meet again: give the processor away in between.
        usleep(10_000)
        continue
      }
      if polled[0].revents != 0 { kernel_eventfd_clear(wake) }
      let now = kernel_monotonic_nanoseconds()
      for index in clients.indices where polled[index + 2].revents != 0 {
        advance(&clients[index], now)
      }
      for (number, answer) in ended.withLock({ ended in ended.take() }) {
        guard let index = clients.firstIndex(where: { $0.number == number }) else { continue }
        clients[index].answer(answer, now)
      }
      for index in clients.indices { clients[index].expire(at: now) }
      clients.removeAll { client in
        if client.isOver { kernel_close(client.descriptor) }
        return client.isOver
      }
      if polled[1].revents != 0, let client = accept(nextNumber, now) {
        nextNumber += 1
        clients.append(client)
      }
    }
    for client in clients { kernel_close(client.descriptor) }
  }

  private func timeout(of clients: [ControlClientState]) -> Int32 {
    guard let earliest = clients.compactMap(\.deadline).min() else { return -1 }
    let left = earliest - kernel_monotonic_nanoseconds()
    return Int32(clamping: max(0, left / 1_000_000 + 1))
  }

  private func accept(_ number: UInt64, _ now: Int64) -> ControlClientState? {
    let descriptor = kernel_accept(socket.descriptor)
    guard descriptor >= 0 else {
      // Out of descriptors: the client stays in the queue, and this thread must not spin over it.
      if descriptor == -EMFILE || descriptor == -ENFILE { usleep(50_000) }
      return nil
    }
    var client = ControlClientState(
      number: number, descriptor: descriptor, deadline: now + Self.patienceNanoseconds)
    var process: Int32 = 0
    var user: UInt32 = 0
    var group: UInt32 = 0
    let known = kernel_peer(descriptor, &process, &user, &group)
    if known != 0 || (user != 0 && user != geteuid()) {
      log.write(
        .warning, "user \(user) (process \(process)) was turned away from the control socket")
      client.answer(.error("only root and the daemon's own user may ask; use sudo"), now)
    }
    return client
  }

  private func advance(_ client: inout ControlClientState, _ now: Int64) {
    guard let line = client.receiveLine(now) else { return client.sendPending() }
    guard let request = ControlRequest(line: line) else {
      return client.answer(.error("this udfd does not understand that request"), now)
    }
    switch request {
    case .status(let asText):
      let text = asText ? delegate.statusText() : delegate.statusDocument().text
      client.answer(.ok(text), now)
    case .reload(let wait):
      let number = client.number
      delegate.requestReload { [self] outcome in
        if wait { finish(number, outcome) }
      }
      if wait { client.waitForAnswer() } else { client.answer(.ok("a reload was begun"), now) }
    }
  }

  private func finish(_ client: UInt64, _ outcome: ReloadOutcome) {
    ended.withLock {
      $0.append((client, ControlAnswer(isOK: outcome.isApplied, payload: outcome.message)))
    }
    kernel_eventfd_raise(wake)
  }
}

extension Array {
  /// All elements; none are left.
  fileprivate mutating func take() -> [Element] {
    defer { removeAll() }
    return self
  }
}
